package sigillo.backup;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;

/** What S3 answers in XML: a page of a listing, or an error. Nothing outside of the text is read for it. */
record S3Listing(List<Entry> entries, Optional<String> next, Optional<String> code) {
    /** What a page has that nobody asked to be shorter. */
    private static final int ENTRIES_MAX = 1_000;

    record Entry(String key, long length) {}

    static S3Listing parse(byte[] xml) throws IOException {
        var factory = XMLInputFactory.newFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        var entries = new ArrayList<Entry>();
        Optional<String> next = Optional.empty();
        Optional<String> code = Optional.empty();
        String key = "";
        var name = "";
        try {
            var in = factory.createXMLStreamReader(new ByteArrayInputStream(xml));
            while (in.hasNext()) {
                switch (in.next()) {
                    case XMLStreamConstants.START_ELEMENT -> name = in.getLocalName();
                    case XMLStreamConstants.END_ELEMENT -> name = "";
                    case XMLStreamConstants.CHARACTERS -> {
                        switch (name) {
                            case "Key" -> key = in.getText();
                            case "Size" -> add(entries, key, in.getText());
                            case "NextContinuationToken" -> next = Optional.of(in.getText());
                            case "Code" -> code = Optional.of(in.getText());
                            default -> { } // owners, dates, classes of storage
                        }
                    }
                    default -> { } // comments and the like
                }
            }
        } catch (XMLStreamException | NumberFormatException e) {
            throw new IOException("the answer is no listing that can be read", e);
        }
        return new S3Listing(entries, next, code);
    }

    private static void add(List<Entry> entries, String key, String size) throws IOException {
        if (entries.size() >= ENTRIES_MAX) throw new IOException("a page of a listing with more than " + ENTRIES_MAX
            + " things");
        entries.add(new Entry(key, Long.parseLong(size.strip())));
    }
}
