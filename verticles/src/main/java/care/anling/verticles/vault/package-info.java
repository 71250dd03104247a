/** What the database must not be able to read: sealed texts, keyed hashes to find them by, and the keys. */
@NullMarked
package care.anling.verticles.vault;

import org.jspecify.annotations.NullMarked;
