/** Shapes that rows and wires share: the store writes them into an event, the views trim them for each viewer. */
@NullMarked
package care.anling.verticles.wire;

import org.jspecify.annotations.NullMarked;
