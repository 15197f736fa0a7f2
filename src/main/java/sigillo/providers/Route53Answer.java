package sigillo.providers;

import java.io.ByteArrayInputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;

/** What Route 53 answers: zones, sets of records, or an error. Nothing outside of the text is read for it. */
record Route53Answer(List<HostedZone> zones, List<Shown> sets, String code, String message) {
    private static final int DEPTH_MAX = 12;

    record HostedZone(String id, String name, boolean isPrivate) {}

    /** {@code isSpecial}: an alias, or one of several that are chosen among. */
    record Shown(String name, String type, int ttl, List<String> values, boolean isSpecial) {
        Shown { values = List.copyOf(values); }
    }

    /** Empty for what is no XML, or more of it than there can be. Total. */
    static Optional<Route53Answer> parse(byte[] xml) {
        var factory = XMLInputFactory.newFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        var reading = new Reading();
        try {
            var in = factory.createXMLStreamReader(new ByteArrayInputStream(xml));
            while (in.hasNext()) {
                switch (in.next()) {
                    case XMLStreamConstants.START_ELEMENT -> reading.begin(in.getLocalName());
                    case XMLStreamConstants.CHARACTERS -> reading.text.append(in.getText());
                    case XMLStreamConstants.END_ELEMENT -> reading.end(in.getLocalName());
                    default -> { } // comments and the like
                }
                if (reading.open.size() > DEPTH_MAX) return Optional.empty();
            }
        } catch (XMLStreamException | NumberFormatException none) {
            return Optional.empty();
        }
        return Optional.of(new Route53Answer(List.copyOf(reading.zones), List.copyOf(reading.sets), reading.code, reading.message));
    }

    private static final class Reading {
        final Deque<String> open = new ArrayDeque<>();
        final List<HostedZone> zones = new ArrayList<>();
        final List<Shown> sets = new ArrayList<>();
        final StringBuilder text = new StringBuilder();
        String code = "";
        String message = "";
        private String id = "";
        private String name = "";
        private String type = "";
        private int ttl;
        private boolean isPrivate;
        private boolean isSpecial;
        private List<String> values = new ArrayList<>();

        void begin(String element) {
            open.push(element);
            text.setLength(0);
            if (!element.equals("HostedZone") && !element.equals("ResourceRecordSet")) return;
            id = "";
            name = "";
            type = "";
            ttl = 0;
            isPrivate = false;
            isSpecial = false;
            values = new ArrayList<>();
        }

        void end(String element) {
            open.pop();
            var above = open.isEmpty() ? "" : open.peek();
            var said = text.toString().strip();
            switch (element) {
                case "Id" -> id = said;
                case "Name" -> name = said;
                case "PrivateZone" -> isPrivate = said.equals("true");
                case "Type" -> type = above.equals("ResourceRecordSet") ? said : type;
                case "TTL" -> ttl = Integer.parseInt(said);
                case "Value" -> values.add(said);
                case "AliasTarget", "SetIdentifier" -> isSpecial = true;
                case "Code" -> code = said;
                case "Message" -> message = said;
                case "HostedZone" -> zones.add(new HostedZone(id, name, isPrivate));
                case "ResourceRecordSet" -> sets.add(new Shown(name, type, ttl, values, isSpecial));
                default -> { } // marks of pages, numbers, comments of owners
            }
            text.setLength(0);
        }
    }
}
