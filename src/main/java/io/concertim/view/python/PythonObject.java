// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.python;

import java.util.Map;

/**
 * An object of one of the suite's classes as a pickle describes it.
 *
 * @param type which class
 * @param attributes its instance dict: texts, numbers, booleans, null, lists, maps, {@code
 *     Object[]} for tuples, and further objects
 */
record PythonObject(PythonClass type, Map<String, Object> attributes) {}
