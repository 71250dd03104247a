@NullMarked
package care.anling.verticles.supervision;

import org.jspecify.annotations.NullMarked;
