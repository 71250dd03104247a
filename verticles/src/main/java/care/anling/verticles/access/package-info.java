/** Who is signed in: passwords, tokens, sessions. Shared by REST and the feed, and knowing neither. */
@NullMarked
package care.anling.verticles.access;

import org.jspecify.annotations.NullMarked;
