package care.anling;

import static care.anling.house.Invariant.always;
import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.targetOwner;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import care.anling.counterexample.core.DecidesByDice;
import care.anling.counterexample.core.DecidesByTheClock;
import care.anling.counterexample.core.LogsWhatItDecides;
import care.anling.counterexample.core.ReadsAFile;
import care.anling.counterexample.core.SpeaksVertx;
import care.anling.counterexample.fleet.KnowsTheInside;
import care.anling.counterexample.migrations.KnowsTheModel;
import care.anling.counterexample.unchecked.InAPackageWithoutNullMarked;
import care.anling.counterexample.verticles.api.ImportsMqtt;
import care.anling.counterexample.verticles.api.SpeaksSql;
import care.anling.counterexample.verticles.bus.SendsJson;
import care.anling.counterexample.verticles.engine.ShoutsOnTheBus;
import care.anling.counterexample.verticles.live.BridgesTheBus;
import care.anling.counterexample.verticles.live.ImportsApi;
import care.anling.counterexample.verticles.mqtt.ImportsTriage;
import care.anling.counterexample.verticles.mqtt.OpensTheFeed;
import care.anling.counterexample.verticles.mqtt.TouchesTheEndpoint;
import care.anling.counterexample.verticles.mqtt.TouchesTheEndpointToo;
import care.anling.counterexample.verticles.observe.KnowsTheApp;
import care.anling.counterexample.verticles.observe.KnowsTheTestkit;
import care.anling.counterexample.verticles.store.OpensAnotherDriver;
import care.anling.counterexample.verticles.telemetry.SleepsOnTheLoop;
import care.anling.counterexample.verticles.triage.ImportsMqttBack;
import care.anling.counterexample.verticles.triage.LimitsEmergencies;
import care.anling.house.OneCaller;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.domain.properties.HasName;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What is absent from the house. Each method is an invariant of ARCHITECTURE.md by the same name, and each has classes
 * under {@code care.anling.counterexample} that it must refuse.
 */
class ArchitectureTest {

    @Test
    void coreKnowsOnlyTheLanguage() {
        always(root -> classes()
                        .that()
                        .resideInAPackage(root + ".core..")
                        .should()
                        .onlyDependOnClassesThat(resideInAnyPackage(
                                        root + ".core..",
                                        "java.lang..",
                                        "java.util",
                                        "java.util.function",
                                        "java.util.stream",
                                        "java.util.regex",
                                        "java.time..",
                                        "java.math",
                                        "java.nio.charset",
                                        "org.jspecify.annotations")
                                .or(are(PRIMITIVE_ARRAYS)))
                        .because("the core decides; I/O, logging and frameworks are the verticles' business"))
                .about("core")
                .provenBy(SpeaksVertx.class, ReadsAFile.class, LogsWhatItDecides.class);
    }

    @Test
    void coreHasNoClock() {
        always(root -> noClasses()
                        .that()
                        .resideInAPackage(root + ".core..")
                        .should()
                        .accessTargetWhere(readsTheClock())
                        .because("time comes in as an argument: a day of care must replay in a second"))
                .about("core")
                .provenBy(DecidesByTheClock.class);
    }

    @Test
    void coreHasNoDice() {
        always(root -> noClasses()
                        .that()
                        .resideInAPackage(root + ".core..")
                        .should()
                        .accessTargetWhere(rollsDice())
                        .because("ids and randomness come in as arguments: the same seed must give the same day"))
                .about("core")
                .provenBy(DecidesByDice.class);
    }

    @Test
    void onlyStoreSpeaksSql() {
        always(root -> noClasses()
                        .that()
                        .resideInAPackage(root + "..")
                        .and()
                        .resideOutsideOfPackages(root + ".verticles.store..", root + ".app..", root + ".bench..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage("io.vertx.sqlclient..", "io.vertx.pgclient..")
                        .because("rows become records in one place; ask a store"))
                .about("verticles.store", "app")
                .provenBy(SpeaksSql.class);
    }

    @Test
    void onlyMigrationsAndAppUseJdbc() {
        always(root -> noClasses()
                        .that()
                        .resideInAPackage(root + "..")
                        .and()
                        .resideOutsideOfPackages(root + ".migrations..", root + ".app..", root + ".bench..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage("java.sql..", "javax.sql..", "org.postgresql..", "org.flywaydb..")
                        .because("JDBC blocks; it is for the migrations, before any event loop runs"))
                .about("migrations", "app")
                .provenBy(OpensAnotherDriver.class);
    }

    @Test
    void onlyOneClassTouchesAnMqttEndpoint() {
        always(root -> classes()
                        .that()
                        .resideInAPackage(root + "..")
                        .should(new OneCaller("io.vertx.mqtt.MqttEndpoint"))
                        .because("it throws when the client is gone and acknowledges out of order: one wrapper knows"))
                .about("verticles.mqtt")
                .provenBy(TouchesTheEndpoint.class, TouchesTheEndpointToo.class);
    }

    @Test
    void verticlesAreFreeOfCycles() {
        always(root -> slices().matching(root + ".verticles.(*)..").should().beFreeOfCycles())
                .about("verticles.mqtt", "verticles.triage", "verticles.engine", "verticles.api", "verticles.live")
                .provenBy(ImportsTriage.class, ImportsMqttBack.class);
    }

    /** The feed is a socket on the HTTP server of the API, which therefore opens it; nothing leads the other way. */
    @Test
    void theDoorsNeverImportEachOther() {
        String why = "devices, people and screens come in by their own door; what they share stands behind";
        always(root -> doorKnowsNo(root, "mqtt", "api", "live").because(why))
                .about("verticles.mqtt", "verticles.api", "verticles.live")
                .provenBy(OpensTheFeed.class);
        always(root -> doorKnowsNo(root, "live", "api", "mqtt").because(why)).provenBy(ImportsApi.class);
        always(root -> doorKnowsNo(root, "api", "mqtt").because(why)).provenBy(ImportsMqtt.class);
    }

    private static ArchRule doorKnowsNo(String root, String door, String... others) {
        String[] packages = Stream.of(others)
                .map(other -> root + ".verticles." + other + "..")
                .toArray(String[]::new);
        return noClasses()
                .that()
                .resideInAPackage(root + ".verticles." + door + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(packages);
    }

    @Test
    void nothingDependsOnTheApp() {
        always(root -> noClasses()
                        .that()
                        .resideInAPackage(root + "..")
                        .and()
                        .resideOutsideOfPackages(root + ".app..", root + ".bench..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(root + ".app..", root + ".bench..")
                        .because("the app wires; whoever needs something from it gets it as an argument"))
                .about("app")
                .provenBy(KnowsTheApp.class);
    }

    /** It is not even on this module's class path; the rule stands for whoever puts it there. */
    @Test
    void theTestkitStaysInTests() {
        always(root -> noClasses()
                        .that()
                        .resideInAPackage(root + "..")
                        .and()
                        .resideOutsideOfPackage(root + ".testkit..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage(root + ".testkit.."))
                .provenBy(KnowsTheTestkit.class);
    }

    @Test
    void theFleetKnowsOnlyTheContract() {
        always(root -> noClasses()
                        .that()
                        .resideInAPackage(root + ".fleet..")
                        .should()
                        .dependOnClassesThat(resideInAnyPackage(root + "..")
                                .and(DescribedPredicate.not(resideInAnyPackage(root + ".fleet.."))))
                        .because("it plays strangers: sharing the server's types would hide a broken wire"))
                .about("fleet")
                .provenBy(KnowsTheInside.class);
    }

    @Test
    void migrationsKnowOnlySql() {
        always(root -> noClasses()
                        .that()
                        .resideInAPackage(root + ".migrations..")
                        .should()
                        .dependOnClassesThat(resideInAnyPackage(root + "..")
                                .and(DescribedPredicate.not(resideInAnyPackage(root + ".migrations.."))))
                        .because("a migration written against today's model changes meaning with it"))
                .about("migrations")
                .provenBy(KnowsTheModel.class);
    }

    @Test
    void onlyBusTouchesTheEventBus() {
        always(root -> noClasses()
                        .that()
                        .resideInAPackage(root + "..")
                        .and()
                        .resideOutsideOfPackage(root + ".verticles.bus..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage("io.vertx.core.eventbus..")
                        .because("hints go through typed addresses; an address in a string is a contract nobody sees"))
                .about("verticles.bus")
                .provenBy(ShoutsOnTheBus.class);
    }

    @Test
    void noJsonOnTheBus() {
        always(root -> noClasses()
                        .that()
                        .resideInAPackage(root + ".verticles.bus..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage("io.vertx.core.json..")
                        .because("between our own verticles go versioned records"))
                .about("verticles.bus")
                .provenBy(SendsJson.class);
    }

    @Test
    void aBrowserCanNeverPublishToTheBus() {
        always(root -> noClasses()
                        .that()
                        .resideInAPackage(root + "..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage("io.vertx.ext.bridge..", "io.vertx.ext.web.handler.sockjs..")
                        .because("there is no bridge: browsers read the feed and act over REST"))
                .provenBy(BridgesTheBus.class);
    }

    @Test
    void nothingSleepsOnTheLoop() {
        always(root -> noClasses()
                        .that()
                        .resideInAPackage(root + ".verticles..")
                        .should()
                        .accessTargetWhere(blocksTheThread())
                        .because("a blocked loop delays every timer and PUBACK on it"))
                .about("verticles")
                .provenBy(SleepsOnTheLoop.class);
    }

    @Test
    void noLimiterOnTheEmergencyPath() {
        always(root -> noClasses()
                        .that()
                        .resideInAPackage(root + ".verticles.triage..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(
                                "io.github.bucket4j..", "io.vertx.circuitbreaker..", "com.github.benmanes..")
                        .because("an SOS is never shed, delayed or answered from a cache"))
                .about("verticles.triage")
                .provenBy(LimitsEmergencies.class);
    }

    @Test
    void everyPackageIsNullMarked() {
        always(root -> classes()
                        .that()
                        .resideInAPackage(root + "..")
                        .should(beInANullMarkedPackage())
                        .because("NullAway reads only marked packages: add a package-info.java with @NullMarked"))
                .provenBy(InAPackageWithoutNullMarked.class);
    }

    private static final DescribedPredicate<JavaClass> PRIMITIVE_ARRAYS = describe(
            "primitives and arrays of them",
            type -> type.isPrimitive()
                    || (type.isArray() && type.getBaseComponentType().isPrimitive()));

    /** {@code now()} of java.time without a clock, clocks of the system, and the two counters of System. */
    private static DescribedPredicate<JavaAccess<?>> readsTheClock() {
        DescribedPredicate<JavaAccess<?>> now = targetOwner(resideInAnyPackage("java.time.."))
                .and(target(nameMatching("now|system|systemUTC|systemDefaultZone|tick.*")));
        DescribedPredicate<JavaAccess<?>> counter =
                targetOwner(assignableTo(System.class)).and(target(nameMatching("currentTimeMillis|nanoTime")));
        return now.or(counter).as("the clock");
    }

    private static DescribedPredicate<JavaAccess<?>> rollsDice() {
        DescribedPredicate<HasName> dice = nameMatching(
                "java\\.util\\.(Random|SplittableRandom|random\\..*|concurrent\\.ThreadLocalRandom)|java\\.security\\.SecureRandom");
        DescribedPredicate<JavaAccess<?>> random =
                targetOwner(resideInAnyPackage("java..")).and(target(nameMatching("random|randomUUID|shuffle")));
        return targetOwner(describe("a source of randomness", dice::test))
                .or(random)
                .as("dice");
    }

    private static DescribedPredicate<JavaAccess<?>> blocksTheThread() {
        DescribedPredicate<JavaAccess<?>> sleep =
                targetOwner(assignableTo(Thread.class)).and(target(nameMatching("sleep|join|onSpinWait")));
        DescribedPredicate<JavaAccess<?>> wait = targetOwner(resideInAnyPackage("java.util.concurrent.."))
                .and(target(nameMatching("await|acquire|get|join|take|invokeAll|parkNanos")))
                .and(targetOwner(
                        nameMatching(".*(Latch|Semaphore|Barrier|Future|Queue|Deque|Service|LockSupport|Condition)")
                                .forSubtype()));
        DescribedPredicate<JavaAccess<?>> await = targetOwner(
                        nameMatching("io\\.vertx\\.core\\.Future").forSubtype())
                .and(target(nameMatching("await")));
        return sleep.or(wait).or(await).as("a blocking wait");
    }

    private static ArchCondition<JavaClass> beInANullMarkedPackage() {
        return new ArchCondition<>("be in a package marked @NullMarked") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                JavaPackage home = type.getPackage();
                boolean marked = home.tryGetPackageInfo()
                        .map(info -> info.isAnnotatedWith("org.jspecify.annotations.NullMarked"))
                        .orElse(false);
                String text = type.getName() + " stands in " + home.getName() + ", which is not @NullMarked";
                events.add(new SimpleConditionEvent(type, marked, text));
            }
        };
    }
}
