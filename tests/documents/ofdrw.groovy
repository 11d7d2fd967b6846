// Writes an OFD file with ofdrw: arguments are a file of paragraphs and rows of a table (cells separated by tabs),
// the OFD file, and files to attach. Rows are set on a page of their own.
import java.nio.file.Files
import java.nio.file.Paths
import org.ofdrw.layout.OFDDoc
import org.ofdrw.layout.VirtualPage
import org.ofdrw.layout.edit.Attachment
import org.ofdrw.layout.element.Paragraph
import org.ofdrw.layout.element.canvas.Cell

def doc = new OFDDoc(Paths.get(args[1]))
def (rows, lines) = Files.readAllLines(Paths.get(args[0])).split { it.contains('\t') }
lines.findAll().each { doc.add(new Paragraph(it, 5d).setFirstLineIndent(2)) }
if (rows) {
    def page = new VirtualPage(doc.pageLayout)
    rows.eachWithIndex { row, r ->
        def x = 20d
        row.split('\t', -1).eachWithIndex { text, n ->
            def width = [14d, 60d, 50d, 40d][n]
            def cell = new Cell(x, 30d + 20 * r, width, 20d)
            cell.setValue(text).setFontSize(4d).setBorder(0.3d)
            page.add(cell)
            x += width
        }
    }
    doc.addVPage(page)
}
args.drop(2).each { doc.addAttachment(new Attachment(Paths.get(it).fileName.toString(), Paths.get(it))) }
doc.close()
