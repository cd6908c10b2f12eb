# The server: its files, its settings, its start. Sourced by up.sh.

artifact() { # COORDINATES PATH: prints where the file is, after fetching it if the local repository lacks it
    local repository=${MAVEN_REPO_LOCAL:-$HOME/.m2/repository}
    if [ ! -f "$repository/$2" ]; then
        say "fetching $1"
        (
            cd "$HERE/../../.." &&
                # copy, not get: it needs no parent pom, and leaves the file in the repository.
                ./mvnw -q -B -U dependency:copy -Dartifact="$1" -DoutputDirectory="$KILLBILL_LAB_DIR/tmp" \
                    -Dmaven.repo.local="$repository" >&2
        )
    fi
    echo "$repository/$2"
}

write_settings() {
    local database
    cat >"$KILLBILL_LAB_DIR/shiro.ini" <<INI
[users]
$KILLBILL_USER = $KILLBILL_PASSWORD, root
# A login that may look but not change anything of note.
viewer = viewer, readonly
[roles]
root = *:*
readonly = account:read
INI
    # A bare upper-case name, relative to the working directory: Kill Bill looks for its tables under the
    # name in the URL, and with any longer path it finds none and makes them afresh at every start.
    database="jdbc:h2:file:KILLBILL;MODE=MYSQL;DB_CLOSE_DELAY=-1;DB_CLOSE_ON_EXIT=FALSE"
    cat >"$KILLBILL_LAB_DIR/killbill.properties" <<INI
org.killbill.dao.url=$database
org.killbill.dao.user=killbill
org.killbill.dao.password=killbill
org.killbill.billing.osgi.dao.url=$database
org.killbill.billing.osgi.dao.user=killbill
org.killbill.billing.osgi.dao.password=killbill
org.killbill.osgi.root.dir=$KILLBILL_LAB_DIR/osgi/felix
org.killbill.osgi.bundle.install.dir=$KILLBILL_LAB_DIR/osgi/bundles
org.killbill.security.shiroResourcePath=file:$KILLBILL_LAB_DIR/shiro.ini
# Every request hashes the api secret this many times. The server's own default is 200000 (0.1 to 0.3 s
# of processor time per call); the lab asks for less so that seeding is quick. Fixed when the tenant is made.
org.killbill.security.shiroNbHashIterations=$KILLBILL_HASHES
org.killbill.server.baseUrl=$KILLBILL_URL
org.killbill.server.multitenant=true
org.killbill.server.updateCheck.skip=true
org.killbill.server.http.gzip=true
# The clock and queue end points under /1.0/kb/test: they let a test move time and wait for quiet.
org.killbill.server.test.mode=true
org.killbill.notificationq.main.sleep=100
org.killbill.notificationq.main.claimed=1
org.killbill.notificationq.main.queue.mode=STICKY_POLLING
org.killbill.notificationq.main.notification.nbThreads=1
org.killbill.persistent.bus.external.queue.mode=STICKY_EVENTS
org.killbill.persistent.bus.external.inMemory=true
org.killbill.persistent.bus.main.queue.mode=STICKY_EVENTS
org.killbill.persistent.bus.main.claimed=1
org.killbill.persistent.bus.main.nbThreads=1
org.killbill.persistent.bus.main.sleep=0
org.killbill.persistent.bus.main.queue.capacity=1000
org.killbill.tenant.broadcast.rate=1s
org.killbill.invoice.sanitySafetyBoundEnabled=false
org.killbill.invoice.maxDailyNumberOfItemsSafetyBound=-1
INI
    cat >"$KILLBILL_LAB_DIR/logback.xml" <<XML
<configuration>
  <appender name="FILE" class="ch.qos.logback.core.FileAppender">
    <file>$KILLBILL_LAB_DIR/logs/killbill.log</file>
    <encoder><pattern>%date %-5level %logger{0} [%thread] %msg%n</pattern></encoder>
  </appender>
  <root level="${KILLBILL_LOG_LEVEL:-WARN}"><appender-ref ref="FILE"/></root>
</configuration>
XML
    # H2 opens its console beside the database: any free port will do, on loopback (h2.bindAddress below).
    echo webPort=0 >"$KILLBILL_LAB_DIR/home/.h2.server.properties"
}

start_server() {
    local war jetty package opens=()
    if (exec 3<>"/dev/tcp/127.0.0.1/$KILLBILL_PORT") 2>/dev/null; then
        die "something else already listens on 127.0.0.1:$KILLBILL_PORT; choose KILLBILL_PORT"
    fi
    war=$(artifact "org.kill-bill.billing:killbill-profiles-killbill:$KILLBILL_VERSION:war" \
        "org/kill-bill/billing/killbill-profiles-killbill/$KILLBILL_VERSION/killbill-profiles-killbill-$KILLBILL_VERSION.war")
    jetty=$(artifact "org.eclipse.jetty:jetty-runner:$JETTY_VERSION" \
        "org/eclipse/jetty/jetty-runner/$JETTY_VERSION/jetty-runner-$JETTY_VERSION.jar")
    say "starting on $KILLBILL_URL (files in $KILLBILL_LAB_DIR)"
    # What this Kill Bill reaches into of the JDK, on any JDK newer than 11.
    for package in java.lang java.lang.reflect java.util java.util.concurrent java.net java.io java.text \
        java.math java.time java.security sun.nio.ch jdk.internal.misc \
        sun.net.www.protocol.{file,ftp,http,https,jar,mailto,jmod,jrt}; do
        opens+=(--add-opens "java.base/$package=ALL-UNNAMED")
    done
    cd "$KILLBILL_LAB_DIR/db"
    setsid "$KILLBILL_JAVA" -Dkillbill.lab.dir="$KILLBILL_LAB_DIR" \
        -Xms256m -Xmx"$KILLBILL_HEAP" -XX:+UseSerialGC -XX:TieredStopAtLevel="$KILLBILL_TIER" "${opens[@]}" \
        -Djava.io.tmpdir="$KILLBILL_LAB_DIR/tmp" -Djava.awt.headless=true -Duser.timezone=UTC \
        -Dh2.bindAddress=127.0.0.1 -Dh2.implicitRelativePath=true \
        -Dlogback.configurationFile="$KILLBILL_LAB_DIR/logback.xml" -DLOGS_DIR="$KILLBILL_LAB_DIR/logs" \
        -Dorg.killbill.server.properties="file://$KILLBILL_LAB_DIR/killbill.properties" \
        -Djava.rmi.server.hostname=127.0.0.1 -Duser.home="$KILLBILL_LAB_DIR/home" \
        -Djava.security.egd=file:/dev/./urandom \
        -cp "$jetty" "$HERE/Launch.java" --host 127.0.0.1 --port "$KILLBILL_PORT" --path / "$war" \
        >"$KILLBILL_LAB_DIR/logs/console.log" 2>&1 </dev/null &
    echo $! >"$PID_FILE"
    cd "$HERE"
}

wait_until_healthy() {
    local began=$SECONDS
    until curl -sf --noproxy '*' -o /dev/null "$KILLBILL_URL/1.0/healthcheck"; do
        running || die "the server ended; see $KILLBILL_LAB_DIR/logs/console.log"
        [ $((SECONDS - began)) -lt "${KILLBILL_START_TIMEOUT:-240}" ] ||
            die "not healthy in time; see $KILLBILL_LAB_DIR/logs"
        sleep 0.5
    done
    say "healthy after $((SECONDS - began)) s, pid $(cat "$PID_FILE")"
}
