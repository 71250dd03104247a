package care.anling.app;

import care.anling.app.config.Settings;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code anling admin reset-totp}: for who lost their phone and their recovery codes. */
@Command(
        name = "reset-totp",
        description = "Take the second step of an account's sign-in away and end its sessions.",
        mixinStandardHelpOptions = true)
final class ResetTotpCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(names = "--config", paramLabel = "FILE", description = "the settings of 'serve'")
    private Optional<Path> file = Optional.empty();

    @Option(names = "--username", required = true, description = "whose")
    private String username = "";

    @Override
    public Integer call() {
        Settings settings = AdminCommand.settings(file);
        Progress progress = new Progress(spec.commandLine().getOut());
        boolean had =
                AdminDatabase.use(settings, progress, connection -> new AdminAccounts(connection).resetTotp(username));
        progress.say("the account " + username + (had ? " signs in without a second step now" : " had no second step"));
        return 0;
    }
}
