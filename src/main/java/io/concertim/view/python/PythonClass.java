// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.python;

import java.util.Locale;

/**
 * The suite's classes in view.pickle, by the names that must resolve there (suite.md section 3).
 */
enum PythonClass {
  VIEW("ConcertimView"),
  RACK("ConcertimRack"),
  DEVICE("ConcertimDevice"),
  TEAM("ConcertimTeam"),
  USER("ConcertimUser"),
  TEMPLATE("ConcertimTemplate"),
  LOCATION("Location");

  final String module;
  final String className;

  PythonClass(String className) {
    this.module = "conser.modules.clients.concertim.objects." + name().toLowerCase(Locale.ROOT);
    this.className = className;
  }
}
