/** The published contract as data: what can be asked, by whom, in which shape. Knows nothing of those who answer. */
@NullMarked
package care.anling.verticles.contract;

import org.jspecify.annotations.NullMarked;
