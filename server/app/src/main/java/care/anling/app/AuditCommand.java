package care.anling.app;

import care.anling.migrations.AccessChain;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code anling audit verify}: is the record of looks what was sealed? Exit code 1 and the first row to blame if not. */
@Command(
        name = "audit",
        description = "The record of who looked at whose health data.",
        subcommands = AuditCommand.Verify.class,
        mixinStandardHelpOptions = true)
final class AuditCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return CommandLine.ExitCode.USAGE;
    }

    @Command(
            name = "verify",
            description = {
                "Read the record of looks again and name the first row that was changed, taken away or put in.",
                "Write the head it prints down somewhere else: given back with --head it also shows a record cut short."
            },
            mixinStandardHelpOptions = true)
    static final class Verify implements Callable<Integer> {

        @Spec
        private CommandSpec spec;

        @Option(names = "--config", paramLabel = "FILE", description = "the settings of 'serve'")
        private Optional<Path> file = Optional.empty();

        @Option(names = "--day", paramLabel = "YYYY-MM-DD", description = "the looks sealed on this day (UTC) alone")
        private Optional<LocalDate> day = Optional.empty();

        @Option(names = "--head", paramLabel = "HEX", description = "a head printed earlier, which must still be there")
        private Optional<String> head = Optional.empty();

        @Override
        public Integer call() {
            byte[] known = bytes();
            Progress progress = new Progress(spec.commandLine().getOut());
            AccessChain.Report report = AdminDatabase.use(
                    AdminCommand.settings(file), progress, connection -> AccessChain.verify(connection, day));
            boolean cut = known.length > 0
                    && !AdminDatabase.use(
                            AdminCommand.settings(file), progress, connection -> AccessChain.knows(connection, known));
            report.broken()
                    .ifPresent(broken -> spec.commandLine()
                            .getErr()
                            .println("anling: the record of looks is broken on " + broken.day() + ": "
                                    + broken.look()
                                            .map(look -> "look " + look + " ")
                                            .orElse("the day ")
                                    + broken.what()));
            if (cut) {
                spec.commandLine().getErr().println("anling: the head given is not there any more: the record was cut");
            }
            if (report.broken().isPresent() || cut) {
                return CommandLine.ExitCode.SOFTWARE;
            }
            progress.say("the record of looks is whole: " + report.looks() + " looks read, " + report.days() + " days, "
                    + report.waiting() + " waiting to be sealed; head " + report.head());
            return CommandLine.ExitCode.OK;
        }

        private byte[] bytes() {
            try {
                return head.map(HexFormat.of()::parseHex).orElse(new byte[0]);
            } catch (IllegalArgumentException e) {
                throw new CommandLine.ParameterException(spec.commandLine(), "--head is not hexadecimal", e);
            }
        }
    }
}
