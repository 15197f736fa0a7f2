package sigillo.resolver;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.Section;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.Type;

/**
 * A server whose answers end at the first alias: what the alias leads to is asked by itself. dnsjava 3.6.3 validates an
 * alias out of a signed zone to a name of an unsigned one that has nothing of this type as forged, when both come in one
 * answer. Such an answer is given as one to a question for the alias, else it would be taken for one without data; {@link
 * WatchedServer} puts the true question back.
 */
final class OneStep implements Resolver {
    /** Asked for the alias itself, or by the validation for its own ends. */
    private static final Set<Integer> OF_ITSELF = Set.of(Type.CNAME, Type.ANY, Type.DS, Type.DNSKEY);

    private final Resolver server;

    OneStep(Resolver server) { this.server = server; }

    @Override public CompletionStage<Message> sendAsync(Message query, Executor executor) {
        return server.sendAsync(query, executor).thenApply(OneStep::cut);
    }

    private static Message cut(Message answer) {
        var question = answer.getQuestion();
        boolean isAlias = question != null && !OF_ITSELF.contains(question.getType()) && answer.getSection(Section.ANSWER).stream().anyMatch(r -> r.getType() == Type.CNAME && r.getName().equals(question.getName()));
        if (!isAlias) return answer;
        var step = answer.clone();
        step.getHeader().setRcode(Rcode.NOERROR);
        step.removeAllRecords(Section.QUESTION);
        step.addRecord(Record.newRecord(question.getName(), Type.CNAME, question.getDClass()), Section.QUESTION);
        for (var record : answer.getSection(Section.ANSWER)) {
            if (!isOfAlias(record, question.getName())) step.removeRecord(record, Section.ANSWER);
        }
        boolean isWildcard = step.getSection(Section.ANSWER).stream().anyMatch(OneStep::isExpanded);
        for (var record : answer.getSection(Section.AUTHORITY)) { // a wildcard's alias needs its proof: RFC 4035 section 5.3.4
            if (!isWildcard || !isProof(record)) step.removeRecord(record, Section.AUTHORITY);
        }
        return step;
    }

    private static int covered(Record record) { return record instanceof RRSIGRecord signature ? signature.getTypeCovered() : record.getType(); }

    private static boolean isOfAlias(Record record, Name asked) {
        int type = covered(record);
        return type == Type.CNAME && record.getName().equals(asked) || type == Type.DNAME && asked.subdomain(record.getName());
    }

    /** RFC 4034 section 3.1.3: signed with fewer labels than it has. */
    private static boolean isExpanded(Record record) {
        return record instanceof RRSIGRecord signature && signature.getLabels() < signature.getName().labels() - 1;
    }

    private static boolean isProof(Record record) { return covered(record) == Type.NSEC || covered(record) == Type.NSEC3; }

    @Override public void setPort(int port) { server.setPort(port); }

    @Override public void setTCP(boolean flag) { server.setTCP(flag); }

    @Override public void setIgnoreTruncation(boolean flag) { server.setIgnoreTruncation(flag); }

    @Override public void setEDNS(int version, int payloadSize, int flags, List<EDNSOption> options) {
        server.setEDNS(version, payloadSize, flags, options);
    }

    @Override public void setTSIGKey(TSIG key) { server.setTSIGKey(key); }

    @Override public void setTimeout(Duration timeout) { server.setTimeout(timeout); }

    @Override public Duration getTimeout() { return server.getTimeout(); }
}
