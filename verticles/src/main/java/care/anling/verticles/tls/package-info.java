/** Certificates from files, for whoever listens. */
@NullMarked
package care.anling.verticles.tls;

import org.jspecify.annotations.NullMarked;
