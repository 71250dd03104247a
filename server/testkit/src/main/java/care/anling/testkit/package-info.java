/** Seeded generators, a virtual clock and the simulator. Only tests depend on it. */
@NullMarked
package care.anling.testkit;

import org.jspecify.annotations.NullMarked;
