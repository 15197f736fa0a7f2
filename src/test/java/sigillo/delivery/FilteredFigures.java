package sigillo.delivery;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import sigillo.account.AccountId;
import sigillo.account.Accounts;
import sigillo.authentication.Authentication;
import sigillo.authentication.AuthenticationSettings;
import sigillo.base.Address;
import sigillo.base.Bytes;
import sigillo.base.Domain;
import sigillo.bench.SampleMail;
import sigillo.dns.Zone;
import sigillo.filter.Acquaintances;
import sigillo.filter.Filter;
import sigillo.filter.FilterSettings;
import sigillo.filter.KeptWishes;
import sigillo.filter.Learnt;
import sigillo.filter.Reputation;
import sigillo.keyring.TestSeal;
import sigillo.sealing.Randomness;
import sigillo.sealing.Secret;
import sigillo.smtp.Envelope;
import sigillo.smtp.ReversePath;
import sigillo.spool.Spooled;
import sigillo.store.memory.MemoryStore;
import sigillo.trace.StoredTraces;
import sigillo.trace.TraceId;
import sigillo.trace.TraceSettings;

/**
 * What the filter adds to a delivery into an account over a store in memory, SPF, DMARC and reverse DNS answered at once, the story
 * kept: CPU of the process, in milliseconds a message, without the filter and with it by turns. Words: messages of a round, rounds,
 * octets of a message, and a word to measure that alone ("with", "without").
 */
final class FilteredFigures {
    private static final Domain HOSTNAME = Domain.of("mx.home.example");
    private static final OperatingSystemMXBean SYSTEM = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private static final Zone ZONE = new Zone().txt("sender.example", "v=spf1 ip4:192.0.2.1 -all").txt("_dmarc.sender.example", "v=DMARC1; p=none")
        .ptrOf("192.0.2.1", "mail.sender.example").host("mail.sender.example", "192.0.2.1");

    private FilteredFigures() {}

    public static void main(String[] words) {
        int messages = Integer.parseInt(words[0]);
        int rounds = Integer.parseInt(words[1]);
        var mails = new ArrayList<byte[]>();
        for (int i = 0; i < 64; i++) mails.add(SampleMail.of(i, Integer.parseInt(words[2]), "figures@sender.example").getBytes(StandardCharsets.UTF_8));
        var all = words.length > 3 ? List.of(words[3]) : List.of("without", "with");
        for (int round = 0; round < rounds; round++)
            for (var word : all) System.out.printf(Locale.ROOT, "%s the filter: %.3f ms%n", word, round(word.equals("with"), mails, messages));
    }

    /** Of a house of its own, so that none is fuller than the other. */
    private static double round(boolean filters, List<byte[]> mails, int messages) {
        var store = new MemoryStore();
        var clock = InstantSource.system();
        try (var traces = new StoredTraces(store, Bytes.utf8("t".repeat(32)), TraceSettings.DEFAULT, clock)) {
            var accounts = new Accounts(store, TestSeal.over(store, clock), Bytes.utf8("k".repeat(32)), clock);
            var residents = new Residents().domains("home.example").accounts("anna");
            accounts.create(new AccountId("anna"));
            var dns = new Authentication(HOSTNAME, Optional.of(ZONE), AuthenticationSettings.DEFAULT, clock);
            var delivery = new Delivery(HOSTNAME, residents.directory, accounts, Fullness.GRACE, new KeptQueue(), dns, traces, clock);
            if (filters) delivery.filtering(filter(store, clock));
            for (int i = 0; i < 100; i++) deliver(delivery, mails.get(i % mails.size()));
            long began = SYSTEM.getProcessCpuTime();
            for (int i = 0; i < messages; i++) deliver(delivery, mails.get(i % mails.size()));
            return (SYSTEM.getProcessCpuTime() - began) / 1e6 / messages;
        }
    }

    private static Filter filter(MemoryStore store, InstantSource clock) {
        var key = "k".repeat(32).getBytes(StandardCharsets.US_ASCII);
        var wishes = new KeptWishes(store, Secret.take(key.clone()), Randomness.secure());
        return new Filter(HOSTNAME, FilterSettings.DEFAULT, List.of(), Learnt.NOTHING, wishes, clock)
            .remembering(new Reputation(store, Secret.take(key.clone()), clock), Acquaintances.NONE);
    }

    private static void deliver(Delivery delivery, byte[] mail) {
        var envelope = Envelope.of(ReversePath.of(Address.of("figures@sender.example")), House.recipients("anna"));
        var reply = delivery.toAll(new Incoming(envelope, House.OUTSIDE, Spooled.of(mail), TraceId.fresh()));
        if (!reply.isPositive()) throw new IllegalStateException(reply.toString());
    }
}
