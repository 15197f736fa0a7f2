package sigillo.resolver;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.Section;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.dnssec.ValidatingResolver;

/**
 * A server for one question, which may be several messages (aliases are followed): it sees whether all answers are
 * secure. For one question, whichever threads carry it.
 */
final class WatchedServer implements Resolver {
    /** The AD bit: not looked at; to be asked for (RFC 6840 section 5.7); or said by our own validation. */
    enum Word { NONE, ASKED, GIVEN }

    private final Resolver server;
    private final Word word;
    private boolean anyAnswer;
    private boolean allSecure = true;
    private String whyBogus = "";

    WatchedServer(Resolver server, Word word) {
        this.server = server;
        this.word = word;
    }

    /** RFC 4035 section 4.3: every answer on the way was. */
    synchronized boolean isSecure() { return word != Word.NONE && anyAnswer && allSecure; }

    /** Whether signatures are checked here. */
    boolean isValidated() { return word == Word.GIVEN; }

    /** What is wrong with the signatures of an answer, for people. */
    synchronized Optional<String> whyBogus() { return Optional.of(whyBogus).filter(why -> !why.isEmpty()); }

    @Override public CompletionStage<Message> sendAsync(Message query, Executor executor) {
        var asked = query.clone();
        if (word == Word.ASKED) asked.getHeader().setFlag(Flags.AD);
        return server.sendAsync(asked, executor).thenApply(answer -> see(query, answer));
    }

    private synchronized Message see(Message query, Message answer) {
        anyAnswer = true;
        allSecure &= answer.getHeader().getFlag(Flags.AD);
        if (word == Word.GIVEN && answer.getHeader().getRcode() == Rcode.SERVFAIL) whyBogus = reason(answer);
        if (query.getQuestion().equals(answer.getQuestion())) return answer;
        var mended = answer.clone(); // see OneStep
        mended.removeAllRecords(Section.QUESTION);
        mended.addRecord(query.getQuestion(), Section.QUESTION);
        return mended;
    }

    /** A TXT record of a class of its own, in the additional section: how the validation tells. */
    private static String reason(Message answer) {
        return answer.getSection(Section.ADDITIONAL).stream()
            .filter(r -> r instanceof TXTRecord && r.getDClass() == ValidatingResolver.VALIDATION_REASON_QCLASS)
            .flatMap(r -> ((TXTRecord) r).getStrings().stream()).collect(Collectors.joining());
    }

    @Override public void setPort(int port) { throw new UnsupportedOperationException(); }

    @Override public void setTCP(boolean flag) { throw new UnsupportedOperationException(); }

    @Override public void setIgnoreTruncation(boolean flag) { throw new UnsupportedOperationException(); }

    @Override public void setEDNS(int version, int payloadSize, int flags, List<EDNSOption> options) {
        throw new UnsupportedOperationException();
    }

    @Override public void setTSIGKey(TSIG key) { throw new UnsupportedOperationException(); }

    @Override public void setTimeout(Duration timeout) { throw new UnsupportedOperationException(); }

    @Override public Duration getTimeout() { return server.getTimeout(); }
}
