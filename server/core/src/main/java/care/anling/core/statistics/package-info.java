/** How well people were served: promises, measured over what happened. */
@NullMarked
package care.anling.core.statistics;

import org.jspecify.annotations.NullMarked;
