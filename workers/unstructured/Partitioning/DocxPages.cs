namespace PipAi.Workers.Unstructured.Partitioning;

/// <summary>
/// Counts the pages of a Word document. A page that its author has turned is turned once, although Word notes at the text that follows
/// that a page began there.
/// </summary>
internal sealed class DocxPages
{
    private bool isTurned;

    /// <summary>The page that is being written on, from 1.</summary>
    public int Current { get; private set; } = 1;

    /// <summary>The author turns the page: a page break, a paragraph or a section that begins on a new page.</summary>
    public void Turn()
    {
        Current++;
        isTurned = true;
    }

    /// <summary>Word noted, when it last saved the file, that a page began here.</summary>
    public void Noted()
    {
        if (!isTurned) Current++;
        isTurned = false;
    }

    /// <summary>Something stands on the page.</summary>
    public void Written() => isTurned = false;
}
