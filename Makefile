# The few entry points. Each is one command of the repository, which can be run without make as well (CONTRIBUTING.md).
.PHONY: help fast test labs demo docs checks model checksums packages images format

help: ## this list
	@sed -n 's/^\([a-z]*\): ## /\1	/p' $(MAKEFILE_LIST) | expand -t 12

fast: ## tiers 1 and 2: what runs in one Java machine
	./mvnw -B test

test: ## tiers 1 to 3: also the program as a process
	./mvnw -B verify

labs: ## all tiers, against real servers (Debian, root)
	etc/lab/up.sh
	./mvnw -B verify -Plabs

demo: ## the program against a fake cloud, portal, billing server and broker
	./mvnw -q -Pdemo package

docs: ## writes what the documentation takes from the code
	./mvnw -q -B test -Dtest='*ReferenceTest,RoutePictureTest' -Dview.docs=write

checks: ## alert rules, systemd unit, workflows, age of the table of vulnerabilities
	etc/check.sh

model: ## the protocol of several hosts, searched to the end, and each mistake found (spin, gcc)
	etc/model/check.sh

checksums: ## renews .mvn/checksums after a dependency or plugin changed
	etc/checksums.sh --add

packages: ## tar.gz, .deb and .rpm, tried out (Debian, root)
	./mvnw -q -B -Ppackages -DskipTests package
	etc/packages/check-packages.sh

images: ## both container images, tried out (Debian, root)
	./mvnw -q -B -DskipTests package
	Dockerfiles/check-images.sh

format: ## what ./mvnw verify expects
	./mvnw -q -B spotless:apply
