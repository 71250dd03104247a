@NullMarked
package care.anling.verticles.store;

import org.jspecify.annotations.NullMarked;
