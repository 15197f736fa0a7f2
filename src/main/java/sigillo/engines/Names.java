package sigillo.engines;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks the system for the addresses of a name, as other programs of this machine do. That knows no deadline: it is asked on a
 * thread of its own, which is left behind when it is late; of those there are some at most.
 */
final class Names {
    private static final Semaphore ROOM = new Semaphore(EngineLimits.NAMES_AT_ONCE);

    private Names() {}

    /** How a name is asked for. */
    @FunctionalInterface interface System {
        InetAddress[] all(String name) throws UnknownHostException;
    }

    /** Throws {@link Late} at {@code until}, a moment of {@link java.lang.System#nanoTime}, and {@link IOException} when there is none. */
    static InetAddress[] all(String name, long until) throws IOException { return all(name, until, InetAddress::getAllByName); }

    static InetAddress[] all(String name, long until, System system) throws IOException {
        if (!ROOM.tryAcquire()) throw new IOException("the system gives no answers about names");
        var task = new FutureTask<>(() -> system.all(name));
        Thread.ofPlatform().daemon().name("name of an engine").start(() -> {
            try {
                task.run();
            } finally {
                ROOM.release();
            }
        });
        return await(task, until);
    }

    private static InetAddress[] await(FutureTask<InetAddress[]> task, long until) throws IOException {
        try {
            return task.get(Math.max(0, until - java.lang.System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            throw new Late();
        } catch (ExecutionException none) {
            throw new IOException("its name has no address");
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new Late();
        }
    }
}
