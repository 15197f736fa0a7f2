package sigillo.autoconfig;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** XML, element by element. For one document. */
final class Markup {
    interface Inner {
        void write() throws XMLStreamException;
    }

    final XMLStreamWriter xml;

    private Markup(XMLStreamWriter xml) { this.xml = xml; }

    interface Document {
        void write(Markup markup) throws XMLStreamException;
    }

    static byte[] write(Document document) {
        var out = new ByteArrayOutputStream();
        try {
            var xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(out, StandardCharsets.UTF_8.name());
            xml.writeStartDocument(StandardCharsets.UTF_8.name(), "1.0");
            document.write(new Markup(xml));
            xml.writeEndDocument();
            xml.close();
            return out.toByteArray();
        } catch (XMLStreamException impossible) {
            throw new IllegalStateException("XML cannot be written", impossible);
        }
    }

    void element(String name, Inner inner) throws XMLStreamException {
        xml.writeStartElement(name);
        inner.write();
        xml.writeEndElement();
    }

    void text(String name, String value) throws XMLStreamException { element(name, () -> xml.writeCharacters(value)); }

    void text(String name, int value) throws XMLStreamException { text(name, Integer.toString(value)); }
}
