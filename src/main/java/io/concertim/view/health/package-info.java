/** Whether the program is well, as checks of Camel that each tell the cause and the remedy. */
package io.concertim.view.health;
