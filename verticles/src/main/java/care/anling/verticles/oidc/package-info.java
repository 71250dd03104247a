/** Signing in through an OpenID provider: it says who somebody is; what they may do, and our tokens, stay ours. */
@NullMarked
package care.anling.verticles.oidc;

import org.jspecify.annotations.NullMarked;
