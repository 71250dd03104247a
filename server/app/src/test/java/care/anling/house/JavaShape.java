package care.anling.house;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.tools.JavaCompiler;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** The types and methods of a Java file, as the JDK's own parser sees them. */
public record JavaShape(List<Type> types, List<Method> methods) {

    public record Type(String name, int line, int lines, boolean topLevel) {}

    private static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();
    private static final StandardJavaFileManager FILES = COMPILER.getStandardFileManager(null, null, null);
    private static final Map<Source, JavaShape> KNOWN = new ConcurrentHashMap<>();

    /** {@code free}: its author chose the parameters; an override or a record's constructor has them given. */
    public record Method(String name, int line, int lines, int parameters, boolean constructor, boolean free) {}

    public static JavaShape of(Source source) {
        return KNOWN.computeIfAbsent(source, JavaShape::parse);
    }

    private static JavaShape parse(Source source) {
        JavacTask task = (JavacTask) COMPILER.getTask(
                null, FILES, diagnostic -> {}, List.of("-proc:none"), null, List.of(new InMemory(source)));
        try {
            CompilationUnitTree unit = task.parse().iterator().next();
            Reader reader = new Reader(unit, Trees.instance(task).getSourcePositions());
            reader.scan(unit, null);
            return new JavaShape(List.copyOf(reader.types), List.copyOf(reader.methods));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Reader extends TreeScanner<Void, ClassTree> {

        private final CompilationUnitTree unit;
        private final SourcePositions positions;
        private final List<Type> types = new ArrayList<>();
        private final List<Method> methods = new ArrayList<>();

        Reader(CompilationUnitTree unit, SourcePositions positions) {
            this.unit = unit;
            this.positions = positions;
        }

        @Override
        public Void visitClass(ClassTree type, ClassTree outer) {
            String name = type.getSimpleName().toString();
            if (!name.isEmpty()) {
                types.add(new Type(name, firstLine(type), lines(type), outer == null));
            }
            return super.visitClass(type, type);
        }

        @Override
        public Void visitMethod(MethodTree method, ClassTree outer) {
            boolean constructor = method.getReturnType() == null;
            boolean overrides = method.getModifiers().getAnnotations().stream()
                    .anyMatch(annotation ->
                            annotation.getAnnotationType().toString().equals("Override"));
            boolean given = overrides || (constructor && outer != null && outer.getKind() == Tree.Kind.RECORD);
            methods.add(new Method(
                    constructor && outer != null
                            ? outer.getSimpleName().toString()
                            : method.getName().toString(),
                    firstLine(method),
                    lines(method),
                    method.getParameters().size(),
                    constructor,
                    !given));
            return super.visitMethod(method, outer);
        }

        private int firstLine(Tree tree) {
            return (int) unit.getLineMap().getLineNumber(positions.getStartPosition(unit, tree));
        }

        private int lines(Tree tree) {
            LineMap map = unit.getLineMap();
            return (int) map.getLineNumber(positions.getEndPosition(unit, tree)) - firstLine(tree) + 1;
        }
    }

    private static final class InMemory extends SimpleJavaFileObject {

        private final Source source;

        InMemory(Source source) {
            super(URI.create("string:///" + source.path()), Kind.SOURCE);
            this.source = source;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return source.text();
        }
    }
}
