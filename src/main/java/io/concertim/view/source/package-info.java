/** How the three systems are reached and read. */
package io.concertim.view.source;
