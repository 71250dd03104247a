/** The process: main, configuration, wiring by hand. */
@NullMarked
package care.anling.app;

import org.jspecify.annotations.NullMarked;
