package care.anling.house;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Map;
import java.util.TreeMap;

/** At most one top-level class, its nested ones included, calls methods of a type. */
public final class OneCaller extends ArchCondition<JavaClass> {

    private final String type;
    private final Map<String, JavaClass> callers = new TreeMap<>();

    public OneCaller(String type) {
        super("be the only class that calls " + type);
        this.type = type;
    }

    @Override
    public void check(JavaClass caller, ConditionEvents events) {
        boolean calls = caller.getAccessesFromSelf().stream()
                .anyMatch(access -> access.getTargetOwner().getName().equals(type));
        if (calls) {
            callers.put(topLevel(caller).getName(), caller);
        }
    }

    @Override
    public void finish(ConditionEvents events) {
        boolean one = callers.size() <= 1;
        callers.forEach((name, caller) ->
                events.add(new SimpleConditionEvent(caller, one, name + " is one of the callers " + callers.keySet())));
    }

    private static JavaClass topLevel(JavaClass type) {
        return type.getEnclosingClass().map(OneCaller::topLevel).orElse(type);
    }
}
