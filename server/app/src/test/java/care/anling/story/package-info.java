/** The server as its users meet it: a real process, real clients, a real browser. Order and presence, never speed. */
@NullMarked
package care.anling.story;

import org.jspecify.annotations.NullMarked;
