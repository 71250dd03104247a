/** The demo community: an invented street, generated from a seed, loaded once and kept. */
@NullMarked
package care.anling.app.demo;

import org.jspecify.annotations.NullMarked;
