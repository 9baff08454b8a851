using PipAi.Workers.Contracts.Elements;
using PipAi.Workers.Unstructured.Elements;

namespace PipAi.Unstructured.Tests.Elements;

public sealed class TextClassifierTests
{
    [Theory]
    [InlineData(ElementType.Title, "Terms and conditions")]
    [InlineData(ElementType.Title, "4 Liability")]
    [InlineData(ElementType.NarrativeText, "The seller delivers the goods within ten days.")]
    [InlineData(ElementType.NarrativeText, "we heard of it on the phone from someone who would not tell his name and then hung up")]
    [InlineData(ElementType.ListItem, "• Bread")]
    [InlineData(ElementType.ListItem, "- Butter and jam")]
    [InlineData(ElementType.ListItem, "3. Close the lid")]
    [InlineData(ElementType.ListItem, "(2) Turn it twice")]
    [InlineData(ElementType.ListItem, "b) the second case")]
    [InlineData(ElementType.EmailAddress, "ops@example.com")]
    [InlineData(ElementType.UncategorizedText, "yours faithfully")]
    [InlineData(ElementType.UncategorizedText, "1,204,118")]
    [InlineData(ElementType.UncategorizedText, "Thank you.")]
    [InlineData(ElementType.UncategorizedText, "-5 degrees")]
    public void Tells_text_by_its_looks(ElementType type, string text) => Assert.Equal(type, TextClassifier.Classify(text, titles: true));

    [Fact]
    public void Bullets_are_taken_off_and_numbers_stay()
    {
        Assert.Equal("Bread", TextClassifier.WithoutBullet("• Bread"));
        Assert.Equal("3. Close the lid", TextClassifier.WithoutBullet("3. Close the lid"));
    }
}
