using PipAi.Workers.Unstructured.Elements;

namespace PipAi.Unstructured.Tests.Elements;

public sealed class LanguageDetectorTests
{
    [Theory]
    [InlineData("eng", "The report was written by the team that is responsible for the storage of the documents.")]
    [InlineData("deu", "Der Bericht wurde von der Gruppe geschrieben, die für das Speichern der Dokumente zuständig ist.")]
    [InlineData("fra", "Le rapport est écrit par les équipes qui sont chargées du stockage des documents dans la région.")]
    [InlineData("spa", "El informe fue escrito por el equipo que se ocupa de los documentos en la región del sur.")]
    [InlineData("rus", "Отчёт был написан командой, которая отвечает за хранение документов.")]
    [InlineData("jpn", "この報告書は文書の保管を担当するチームによって書かれました。")]
    [InlineData("zho", "该报告由负责文件存储的团队编写。")]
    [InlineData("eng", "Invoice 4711")]
    [InlineData("eng", "")]
    public void Knows_common_languages_and_takes_the_rest_for_English(string language, string text) =>
        Assert.Equal([language], LanguageDetector.Detect([text]));
}
