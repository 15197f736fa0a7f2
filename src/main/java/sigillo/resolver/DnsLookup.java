package sigillo.resolver;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;
import sigillo.dns.DnsAnswer;
import sigillo.dns.DnsData;
import sigillo.dns.DnsName;
import sigillo.dns.DnsType;
import sigillo.dns.Lookup;

/** The resolver as the languages of authentication see DNS. Any thread; blocks as the resolver does. */
public final class DnsLookup implements Lookup {
    private final DnsResolver resolver;
    private final Ask ask;

    private interface Ask { Answer<Record> of(String name, int type); }

    /** Of strangers, but of no certain one: all that is asked by it is as if one message asked. */
    public DnsLookup(DnsResolver resolver) { this(resolver, byShare(resolver, InetAddress.getLoopbackAddress())); }

    private DnsLookup(DnsResolver resolver, Ask ask) {
        this.resolver = resolver;
        this.ask = ask;
    }

    private static Ask byShare(DnsResolver resolver, InetAddress client) {
        var share = resolver.shareOf(client);
        return (name, type) -> resolver.askForStrangers(name, type, share);
    }

    /** One that asks the servers whatever is remembered here: for what somebody has just changed, and is ours. */
    public DnsLookup fresh() { return new DnsLookup(resolver, resolver::askAnew); }

    @Override public Lookup ofMessage(InetAddress client) { return new DnsLookup(resolver, byShare(resolver, client)); }

    @Override public DnsAnswer ask(String name, DnsType type) {
        return switch (ask.of(escaped(name), type(type))) {
            case Answer.Found<Record>(var records, _) -> {
                var data = records.stream().flatMap(DnsLookup::data).toList();
                yield data.isEmpty() ? new DnsAnswer.Nothing(true) : new DnsAnswer.Found(data);
            }
            case Answer.NoData<Record> _ -> new DnsAnswer.Nothing(true);
            case Answer.NoSuchDomain<Record> _ -> new DnsAnswer.Nothing(false);
            case Answer.Temporary<Record>(var failure, var why) -> new DnsAnswer.Failed(failure, why);
        };
    }

    private static int type(DnsType type) {
        return switch (type) {
            case A -> Type.A;
            case AAAA -> Type.AAAA;
            case MX -> Type.MX;
            case PTR -> Type.PTR;
            case TXT -> Type.TXT;
        };
    }

    private static Stream<DnsData> data(Record record) {
        return switch (record) {
            case ARecord a -> host(a.getAddress());
            case AAAARecord a -> host(a.getAddress());
            case MXRecord mx -> Stream.of(new DnsData.Exchanger(mx.getPriority(), text(mx.getTarget())));
            case PTRRecord ptr -> Stream.of(new DnsData.Pointer(text(ptr.getTarget())));
            case TXTRecord txt -> Stream.of(new DnsData.Text(DnsResolver.joined(txt)));
            default -> Stream.of();
        };
    }

    /** Without a host name, which would make it another value. */
    private static Stream<DnsData> host(InetAddress address) {
        return Stream.of(new DnsData.Host(InetAddress.ofLiteral(address.getHostAddress())));
    }

    private static String text(Name name) { return DnsName.withoutDot(name.toString()); }

    /** RFC 1035 section 5.1: what a label may hold and a zone file could not, since macros of SPF make any names. */
    private static String escaped(String name) {
        var text = new StringBuilder();
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            boolean isLetter = b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z';
            if (isLetter || b >= '0' && b <= '9' || "-_.".indexOf(b) >= 0) text.append((char) b);
            else text.append('\\').append(String.format("%03d", b & 0xFF));
        }
        return text.toString();
    }
}
