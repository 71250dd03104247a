package care.anling.app;

import care.anling.app.config.Settings;
import care.anling.core.common.UuidV7;
import care.anling.verticles.access.PasswordPolicy;
import care.anling.verticles.access.Passwords;
import care.anling.verticles.access.Refusal;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code anling admin create}: the first administrator, whom nobody signed in could make. */
@Command(
        name = "create",
        description = {
            "Make an account for the desk: the first administrator of a new installation.",
            "The password is asked for, read from standard input, or from the file ANLING_ADMIN_PASSWORD_FILE names."
        },
        mixinStandardHelpOptions = true)
final class CreateAccountCommand implements Callable<Integer> {

    /** Who works at a desk; responders and families need more than an account. */
    enum DeskRole {
        ADMIN,
        COORDINATOR
    }

    private static final String USERNAME = "[\\p{L}\\p{N}][\\p{L}\\p{N}._@-]{2,63}";
    private static final int MAX_NAME = 64;

    private final SecureRandom random = new SecureRandom();

    @Spec
    private CommandSpec spec;

    @Option(names = "--config", paramLabel = "FILE", description = "the settings of 'serve'")
    private Optional<Path> file = Optional.empty();

    @Option(names = "--username", required = true, description = "3 to 64 letters, digits, and . _ @ -")
    private String username = "";

    @Option(names = "--name", description = "as others see it; the user name if absent")
    private Optional<String> name = Optional.empty();

    @Option(names = "--role", description = "ADMIN (if absent) or COORDINATOR")
    private DeskRole role = DeskRole.ADMIN;

    @Option(names = "--community", paramLabel = "NAME", description = "what they work for; the only street if absent")
    private Optional<String> community = Optional.empty();

    @Option(names = "--street", paramLabel = "NAME", description = "likewise, and made if there is none of that name")
    private Optional<String> street = Optional.empty();

    @Option(names = "--change-password", description = "the password must be changed at the first sign-in")
    private boolean mustChange;

    @Override
    public Integer call() throws IOException {
        Settings settings = AdminCommand.settings(file);
        String shown = name.orElse(username).strip();
        if (!username.matches(USERNAME) || shown.isEmpty() || shown.length() > MAX_NAME) {
            throw new StartFailure(
                    "--username must be 3 to 64 letters, digits, and . _ @ -, --name 1 to 64 characters");
        }
        String password = newPassword(username);
        AdminAccounts.Fresh account =
                new AdminAccounts.Fresh(id(), username, shown, role.name(), Passwords.hash(password), mustChange);
        Progress progress = new Progress(spec.commandLine().getOut());
        UUID node = AdminDatabase.use(settings, progress, connection -> create(connection, account));
        progress.say("made the account " + username + " (" + role + ") of " + node);
        return 0;
    }

    private UUID create(Connection connection, AdminAccounts.Fresh account) throws SQLException {
        AdminAccounts accounts = new AdminAccounts(connection);
        UUID node = street.isPresent() ? accounts.street(street.get(), id()) : accounts.node(community);
        accounts.create(account, node);
        return node;
    }

    private UUID id() {
        return UuidV7.of(System.currentTimeMillis(), random.nextLong(), random.nextLong());
    }

    /** @throws StartFailure when it is too weak */
    static String newPassword(String username) throws IOException {
        String password = PasswordPrompt.read();
        try {
            PasswordPolicy.refuseWeak(password, username);
            return password;
        } catch (Refusal weak) {
            throw new StartFailure(weak.detail());
        }
    }
}
