/** What is shown over HTTP, on the loopback address unless the operator says otherwise. */
package io.concertim.view.web;
