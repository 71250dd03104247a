/** One thread, virtual time, a seed: the real server in a world where everything that can go wrong does. */
@NullMarked
package care.anling.testkit.sim;

import org.jspecify.annotations.NullMarked;
