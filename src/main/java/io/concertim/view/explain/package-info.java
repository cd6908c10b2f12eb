/** Why something is in the view, or why it is not. */
package io.concertim.view.explain;
