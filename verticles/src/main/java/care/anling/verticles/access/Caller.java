package care.anling.verticles.access;

import care.anling.core.common.Person;
import care.anling.verticles.store.Account;
import care.anling.verticles.view.Viewer;
import java.time.Instant;
import java.util.UUID;

/** Somebody signed in, as they are now: the account, what they may see, and until when their token is good. */
public record Caller(Account account, Viewer viewer, UUID session, Instant expiresAt) {

    public Person person() {
        return new Person(account.id(), account.name());
    }
}
