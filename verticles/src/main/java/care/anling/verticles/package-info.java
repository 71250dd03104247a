/** Everything that imports io.vertx, one package per verticle. */
@NullMarked
package care.anling.verticles;

import org.jspecify.annotations.NullMarked;
