package care.anling.app;

import care.anling.migrations.AccessChain;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
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

        /** SHA-256. */
        private static final String HEAD = "[0-9a-fA-F]{64}";

        @Spec
        private CommandSpec spec;

        @Option(names = "--config", paramLabel = "FILE", description = "the settings of 'serve'")
        private Optional<Path> file = Optional.empty();

        @Option(names = "--day", paramLabel = "YYYY-MM-DD", description = "the looks sealed on this day (UTC) alone")
        private Optional<String> dayText = Optional.empty();

        @Option(names = "--head", paramLabel = "HEX", description = "a head printed earlier, which must still be there")
        private Optional<String> head = Optional.empty();

        /** @param cut the head that was given is not there @param absent nothing was ever sealed on the day that was given */
        private record Found(AccessChain.Report report, boolean cut, boolean absent) {}

        @Override
        public Integer call() {
            byte[] known = bytes();
            Optional<LocalDate> day = day();
            Progress progress = new Progress(spec.commandLine().getOut());
            Found found = AdminDatabase.use(
                    AdminCommand.settings(file),
                    progress,
                    connection -> new Found(
                            AccessChain.verify(connection, day),
                            known.length > 0 && !AccessChain.knows(connection, known),
                            day.isPresent() && !AccessChain.knows(connection, day.get())));
            List<String> wrong = wrong(found);
            wrong.forEach(told -> spec.commandLine().getErr().println("anling: " + told));
            if (!wrong.isEmpty()) {
                return CommandLine.ExitCode.SOFTWARE;
            }
            AccessChain.Report report = found.report();
            String what = day.map(date -> "what was sealed on " + date).orElse("the record of looks");
            progress.say(
                    found.absent()
                            ? "nothing was sealed on " + day.orElseThrow() + "; the days around it follow each other"
                            : what + " is whole: " + report.looks() + " looks read, " + report.waiting()
                                    + " waiting to be sealed");
            String days =
                    report.days() == 1 ? "1 day" : report.days() + " days, each beginning where the one before ended";
            progress.say(days + "; the head is " + report.head());
            return CommandLine.ExitCode.OK;
        }

        private static List<String> wrong(Found found) {
            List<String> wrong = new ArrayList<>();
            found.report()
                    .broken()
                    .ifPresent(broken -> wrong.add("the record of looks is broken on " + broken.day() + ": "
                            + broken.look().map(look -> "look " + look).orElse("the day") + " " + broken.what()));
            if (found.cut()) {
                wrong.add("the head given is not there any more: the record was cut short after it was written down");
            }
            return wrong;
        }

        private Optional<LocalDate> day() {
            try {
                return dayText.map(LocalDate::parse);
            } catch (DateTimeParseException e) {
                throw new CommandLine.ParameterException(spec.commandLine(), "--day is not of the form YYYY-MM-DD", e);
            }
        }

        /** Half a head would be in no record, and sound as if one had been cut. */
        private byte[] bytes() {
            if (head.filter(text -> !text.matches(HEAD)).isPresent()) {
                throw new CommandLine.ParameterException(spec.commandLine(), "--head is not 64 hexadecimal digits");
            }
            return head.map(HexFormat.of()::parseHex).orElse(new byte[0]);
        }
    }
}
