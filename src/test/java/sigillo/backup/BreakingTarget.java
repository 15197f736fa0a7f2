package sigillo.backup;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ObjLongConsumer;

/** A target whose connection is lost at one of its steps: before it is done, or after, so that nobody hears of it. */
final class BreakingTarget implements Target {
    private final Target target;
    private final AtomicInteger left;
    private final boolean isDoneAllTheSame;

    BreakingTarget(Target target, AtomicInteger left, boolean isDoneAllTheSame) {
        this.target = target;
        this.left = left;
        this.isDoneAllTheSame = isDoneAllTheSame;
    }

    private interface Step<T> {
        T take() throws IOException;
    }

    private <T> T step(Step<T> step) throws IOException {
        int now = left.getAndDecrement();
        if (now < 0 || now == 0 && !isDoneAllTheSame) throw new IOException("the connection is lost");
        var done = step.take();
        if (now == 0) throw new IOException("the connection is lost");
        return done;
    }

    @Override public void put(String name, byte[] octets) throws IOException {
        step(() -> {
            target.put(name, octets);
            return null;
        });
    }

    @Override public boolean create(String name,
        byte[] octets) throws IOException { return step(() -> target.create(name, octets)); }

    @Override public byte[] get(String name, int octetsMax) throws IOException { return step(() -> target.get(name,
        octetsMax)); }

    @Override public void delete(String name) throws IOException {
        step(() -> {
            target.delete(name);
            return null;
        });
    }

    @Override public void list(String folder, int most, ObjLongConsumer<String> visitor) throws IOException {
        step(() -> {
            target.list(folder, most, visitor);
            return null;
        });
    }

    @Override public void close() { target.close(); }

    @Override public String toString() { return target.toString(); }
}
