@NullMarked
package care.anling.verticles.view;

import org.jspecify.annotations.NullMarked;
