@NullMarked
package care.anling.core.geo;

import org.jspecify.annotations.NullMarked;
