package sigillo.queue;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import sigillo.base.Address;
import sigillo.base.Alarms;
import sigillo.base.Domain;
import sigillo.base.Octets;
import sigillo.sealing.Randomness;
import sigillo.smtp.Envelope;
import sigillo.smtp.Recipient;
import sigillo.smtp.ReversePath;
import sigillo.smtp.SmtpReply;
import sigillo.store.rocksdb.RocksStore;
import sigillo.trace.TraceId;

/** {@code QueueBench DIR ROUNDS}: messages of 4 KiB put in by ten at once, then all of them leave, on RocksDB, sealed. */
public final class QueueBench {
    private static final com.sun.management.OperatingSystemMXBean SYSTEM =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private static final int ENTRIES = 20_000;
    private static final int THREADS = 10;
    private static final Alarms DEAF = new Alarms() {
        @Override public void raise(String key, String sentence) { System.out.println(key + ": " + sentence); }

        @Override public void clear(String key) {}
    };

    private QueueBench() {}

    public static void main(String[] args) throws Exception {
        var folder = Files.createDirectories(Path.of(args[0]));
        for (int round = 0; round < Integer.parseInt(args[1]); round++) {
            try (var store = RocksStore.open(folder.resolve("store" + round));
                    var seal = QueueSeal.open(Files.createDirectories(folder.resolve("keys" + round)), store, Randomness.secure(), DEAF)) {
                run(new MailQueue(store, seal, environment()));
            }
        }
    }

    private static Environment environment() {
        Carrier taker = job -> job.envelope().recipients().stream()
            .<Outcome>map(_ -> new Outcome.Delivered(SmtpReply.of(250, "2.0.0", "Taken"), "mx.example", false)).toList();
        Destinations destinations = (_, to) -> new Destination(to.domain().name(), taker, false);
        var settings = QueueSettings.of(Domain.of("mail.home.example")).bounds(Integer.MAX_VALUE, Integer.MAX_VALUE);
        return new Environment(destinations, settings, InstantSource.system(), _ -> { }, DEAF, new Random());
    }

    private static void run(MailQueue queue) throws Exception {
        var next = new AtomicInteger();
        long start = System.nanoTime();
        long cpu = SYSTEM.getProcessCpuTime();
        var threads = new ArrayList<Thread>();
        for (int i = 0; i < THREADS; i++) threads.add(Thread.ofPlatform().start(() -> {
            for (int n = next.getAndIncrement(); n < ENTRIES; n = next.getAndIncrement()) queue.enqueue(message(n));
        }));
        for (var thread : threads) thread.join();
        report("put in", start, cpu);
        start = System.nanoTime();
        cpu = SYSTEM.getProcessCpuTime();
        queue.start();
        while (queue.counts().entries() > 0) Thread.sleep(Duration.ofMillis(20));
        report("left", start, cpu);
        queue.close();
    }

    private static Outgoing message(int n) {
        var envelope = Envelope.of(ReversePath.of(Address.of("anna@home.example")), List.of(Recipient.of(Address.of("r" + n + "@d" + n % 50 + ".example"))));
        var octets = Octets.of(("Subject: " + n + "\r\n\r\n" + "x".repeat(4_000) + "\r\n").getBytes(StandardCharsets.US_ASCII));
        return new Outgoing(envelope, octets, TraceId.fresh(), Optional.of("anna@home.example"));
    }

    private static void report(String what, long start, long cpuBefore) {
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf("%s: %.0f a second, %.0f µs of CPU each%n", what, ENTRIES / seconds, (SYSTEM.getProcessCpuTime() - cpuBefore) / 1e3 / ENTRIES);
    }
}
