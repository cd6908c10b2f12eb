// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.core.spi.ContextAwareBase;
import org.apache.camel.processor.errorhandler.DefaultErrorHandler;

/**
 * The log before the command line is parsed, and in tests: warnings on standard error. Logback
 * finds this class as a service; reading an XML file instead would take a tenth of the whole start.
 */
public final class StartLog extends ContextAwareBase implements Configurator {
  @Override
  public ExecutionStatus configure(LoggerContext context) {
    LogSetup.toStandardError(context);
    context.getLogger(DefaultErrorHandler.class).setLevel(Level.OFF);
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }
}
