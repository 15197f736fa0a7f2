package sigillo.main.process;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.List;

/**
 * Another program in place of this one, in the same process: whoever watches it (systemd, a container) sees no end. POSIX's execv, since
 * Java has none.
 */
public final class Execution {
    /** Linux: files are closed by the change, and not before, so that nothing is torn from under other threads. */
    private static final int CLOSE_RANGE_CLOEXEC = 4;

    private Execution() {}

    /** Returns only by {@link IOException}: the program cannot be run. */
    public static void of(Path program, List<String> words) throws IOException {
        try (var arena = Arena.ofConfined()) {
            closeOnChange();
            var path = arena.allocateFrom(program.toString());
            var all = arena.allocate(ValueLayout.ADDRESS, words.size() + 2L);
            all.setAtIndex(ValueLayout.ADDRESS, 0, path);
            for (int i = 0; i < words.size(); i++) all.setAtIndex(ValueLayout.ADDRESS, i + 1, arena.allocateFrom(words.get(i)));
            all.setAtIndex(ValueLayout.ADDRESS, words.size() + 1, MemorySegment.NULL);
            int _ = (int) function("execv", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS)).invokeExact(path, all);
            throw new IOException(program + " cannot be run");
        } catch (IOException e) {
            throw e;
        } catch (Throwable e) {
            throw new IOException(program + " cannot be run: " + e, e);
        }
    }

    /** Sockets and files of this program are not the next one's. */
    private static void closeOnChange() throws Throwable {
        var found = Linker.nativeLinker().defaultLookup().find("close_range");
        if (found.isEmpty()) return; // glibc before 2.34; the JVM opens most of its files so that they are closed
        int _ = (int) function("close_range", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT))
            .invokeExact(3, -1, CLOSE_RANGE_CLOEXEC);
    }

    @SuppressWarnings("restricted") // the launcher allows it, for the store too
    private static MethodHandle function(String name, FunctionDescriptor descriptor) {
        var linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().find(name).orElseThrow(), descriptor);
    }
}
