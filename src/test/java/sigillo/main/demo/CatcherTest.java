package sigillo.main.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import sigillo.account.Account;
import sigillo.account.AccountId;
import sigillo.account.Accounts;
import sigillo.account.ContentSeal;
import sigillo.account.Role;
import sigillo.account.UidSet;
import sigillo.base.Address;
import sigillo.base.Bytes;
import sigillo.base.Octets;
import sigillo.queue.Carrier;
import sigillo.queue.Outcome;
import sigillo.smtp.Envelope;
import sigillo.smtp.Recipient;
import sigillo.smtp.ReversePath;
import sigillo.store.memory.MemoryStore;
import sigillo.trace.TraceId;

/** What would leave a demo is kept with its envelope, once. */
class CatcherTest {
    private final Account outside = new Accounts(new MemoryStore(), ContentSeal.NONE, Bytes.wrap(new byte[32]), InstantSource.system())
        .create(new AccountId("outside"));
    private final Catcher catcher = new Catcher(outside, InstantSource.system());

    @Test void theEnvelopeStandsOnTop() throws Exception {
        var outcomes = catcher.carry(job("Q1", "CaseSensitive.User@remote.example", "\"A b\"@remote.example"));
        assertEquals(2, outcomes.size());
        outcomes.forEach(outcome -> assertInstanceOf(Outcome.Delivered.class, outcome));
        assertEquals(List.of("""
            X-Envelope-From: <anna@sigillo.test>\r
            X-Envelope-To: <CaseSensitive.User@remote.example>\r
            X-Envelope-To: <"A b"@remote.example>\r
            Subject: out\r
            \r
            hello\r
            """), caught());
    }

    @Test void aJobThatIsRepeatedIsCaughtOnce() throws Exception {
        catcher.carry(job("Q1", "a@remote.example"));
        catcher.carry(job("Q1", "a@remote.example"));
        catcher.carry(job("Q1", "b@other.example"));
        catcher.carry(job("Q2", "a@remote.example"));
        assertEquals(3, caught().size());
    }

    private static Carrier.Job job(String key, String... to) {
        var envelope = Envelope.of(ReversePath.of(Address.of("anna@sigillo.test")), Stream.of(to).map(Address::of).map(Recipient::of).toList());
        return new Carrier.Job(key, TraceId.fresh(), "outside", envelope, Octets.of("Subject: out\r\n\r\nhello\r\n".getBytes(StandardCharsets.UTF_8)));
    }

    private List<String> caught() throws Exception {
        var texts = new ArrayList<String>();
        var ids = new ArrayList<sigillo.account.EmailId>();
        outside.entries(outside.mailbox(Role.INBOX).orElseThrow().id(), UidSet.ALL, entry -> ids.add(entry.email()));
        for (var id : ids) {
            var content = outside.content(id).orElseThrow();
            texts.add(new String(content.bytes(0, content.length(), 10_000), StandardCharsets.UTF_8));
        }
        return texts;
    }
}
