// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.lab;

/** A system of the lab: answers requests from the world, on any thread. */
interface FakeSystem {
  Answer answer(Call call);
}
