package sigillo.faults;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * People at work: strangers who send, one who submits, and those who sort their mail. Each goes on until the end or
 * until the server is dead, and comes back when only a connection is, which happens now and then.
 */
final class Load {
    private final Site site;
    private final List<Client> clients = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean ending;

    /** Numbers of messages, over all rounds of a tour. */
    static final class Numbers {
        private final AtomicInteger last = new AtomicInteger();

        String fresh(String kind) { return "<" + kind + "-" + last.incrementAndGet() + "@client.test>"; }
    }

    /** Someone at work: over one connection until it is closed. */
    interface Client {
        void connect() throws IOException;

        void once() throws IOException;

        /** From any thread. */
        void disconnect();
    }

    private Load(Site site) { this.site = site; }

    /** Begins at once; what each does is chosen by the seed. */
    static Load start(Site site, Ledger ledger, Numbers numbers, long seed) {
        var load = new Load(site);
        var random = new Random(seed);
        for (int i = 0; i < 2; i++) load.run(new Stranger(site, ledger, numbers, fork(random)));
        for (int i = 0; i < 2; i++) load.run(new Submitter(site, ledger, numbers, fork(random)));
        for (var account : Site.ACCOUNTS) {
            for (int part = 0; part < 2; part++) load.run(new Sorter(site, ledger, numbers, fork(random), account,
                part));
        }
        load.run(new Housekeeper(site));
        load.cut(fork(random));
        return load;
    }

    private static Random fork(Random random) { return new Random(random.nextLong()); }

    /** Somebody's connection breaks, now and then, whatever he is about. */
    private void cut(Random random) {
        var all = List.copyOf(clients);
        threads.add(Thread.ofVirtual().start(() -> {
            while (!isOver()) {
                pause(10 + random.nextInt(60));
                all.get(random.nextInt(all.size())).disconnect();
            }
        }));
    }

    private void run(Client client) {
        clients.add(client);
        threads.add(Thread.ofVirtual().start(() -> {
            while (!isOver()) {
                try {
                    client.connect();
                    while (!isOver()) client.once();
                } catch (IOException | AssertionError lost) {
                    pause(2);
                } finally {
                    client.disconnect();
                }
            }
        }));
    }

    private boolean isOver() { return ending || site.isDead(); }

    private static void pause(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Lets everyone end what he is about, which a dead server ends at once. */
    void end() {
        ending = true;
        try {
            for (var thread : threads) thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
