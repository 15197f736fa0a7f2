package sigillo.backup;

import java.io.IOException;
import java.util.Set;
import java.util.function.ObjLongConsumer;

/** A target on which some steps fail, each said in words: {@code put NAME}, {@code delete NAME}. */
final class FailingTarget implements Target {
    private final Target target;
    private final Set<String> failing;

    FailingTarget(Target target, String... failing) {
        this.target = target;
        this.failing = Set.of(failing);
    }

    private void step(String step) throws IOException {
        if (failing.contains(step)) throw new IOException(step + " fails");
    }

    @Override public void put(String name, byte[] octets) throws IOException {
        step("put " + name);
        target.put(name, octets);
    }

    @Override public boolean create(String name, byte[] octets) throws IOException {
        return target.create(name, octets);
    }

    @Override public byte[] get(String name, int octetsMax) throws IOException { return target.get(name, octetsMax); }

    @Override public void delete(String name) throws IOException {
        step("delete " + name);
        target.delete(name);
    }

    @Override public void list(String folder, int most, ObjLongConsumer<String> visitor) throws IOException {
        target.list(folder, most, visitor);
    }

    @Override public void close() { target.close(); }

    @Override public String toString() { return target.toString(); }
}
