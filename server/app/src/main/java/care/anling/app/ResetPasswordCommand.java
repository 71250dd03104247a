package care.anling.app;

import care.anling.app.config.Settings;
import care.anling.verticles.access.Passwords;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code anling admin reset-password}: for who forgot it, or when somebody else knows it. */
@Command(
        name = "reset-password",
        description = {
            "Give an account another password and end its sessions; it has to be changed at the next sign-in.",
            "The password is asked for, read from standard input, or from the file ANLING_ADMIN_PASSWORD_FILE names."
        },
        mixinStandardHelpOptions = true)
final class ResetPasswordCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(names = "--config", paramLabel = "FILE", description = "the settings of 'serve'")
    private Optional<Path> file = Optional.empty();

    @Option(names = "--username", required = true, description = "whose")
    private String username = "";

    @Option(names = "--keep", description = "the new password may stay")
    private boolean keep;

    @Override
    public Integer call() throws IOException {
        Settings settings = AdminCommand.settings(file);
        String hash = Passwords.hash(CreateAccountCommand.newPassword(username));
        Progress progress = new Progress(spec.commandLine().getOut());
        boolean done = AdminDatabase.use(settings, progress, connection -> {
            new AdminAccounts(connection).reset(username, hash, !keep);
            return true;
        });
        progress.say("the account " + username + " has another password: " + done);
        return 0;
    }
}
