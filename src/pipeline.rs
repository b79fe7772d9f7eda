//! The story on one screen: a snapshot becomes `Prepared` (everything known, nothing rendered), and that becomes pages.
//!
//! The only file that knows the order of the stages. `prepare` is pure: equal trees give equal results, whatever is in
//! `memos`. Invariant: nothing here knows that watching exists.

mod components;
mod concepts;
mod dress;
mod earlier;
mod items;
mod known;
mod outputs;
mod produced;
mod read;
mod settled;
mod stages;
mod targets;
mod terms;
mod texts;
mod theme_use;
mod wishes;
mod write;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use crate::check;
use crate::diag::{Diagnostic, Diagnostics, Error, FileId, Severity};
use crate::memo::{Memo, both};
use crate::model::{Mention, Site};
use crate::output::{MemorySink, OutputFile, OutputPath, Sink};
use crate::parse;
use crate::plan::route::Format;
use crate::plan::{Page, Plan};
use crate::render::body::Body;
use crate::render::frame::Places;
use crate::render::shares::Shares;
use crate::render::strings::Strings;
use crate::render::terms::TermRules;
use crate::render::theme::{Theme, merge};
use crate::resolve;
use crate::source::SourceTree;

pub use crate::render::page::Rendered;
pub use earlier::Earlier;
pub use outputs::{Made, Make, Output};
pub use read::{Parsed, ParsedFile};
pub use settled::Settled;
pub use terms::Uses;
use texts::Texts;
pub use texts::{Linked, Text};
pub use theme_use::{ThemeUse, originals, theme_use};

/// What a command asks for beside the sources.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Show drafts.
    pub drafts: bool,
    /// Instead of the `base_url` of `site.toml`.
    pub base_url: Option<String>,
    /// `--allow`, `--warn`, `--deny` as given, `None` for allow.
    pub levels: Vec<(String, Option<Severity>)>,
    /// Warnings are errors.
    pub strict: bool,
}

/// Results by what they were computed from, shared by all prepares of a process.
pub struct Memos {
    generation: AtomicU64,
    /// The last two prepares that settled anew, the later one last.
    renewed: Mutex<[u64; 2]>,
    /// What a build before this process found out.
    pub earlier: Earlier,
    /// File kind, options, bytes → raw item.
    pub parse: Memo<ParsedFile>,
    /// A data file's string, options → tree.
    pub inline: Memo<resolve::prose::Parsed>,
    /// Everything but the texts of articles → pages, addresses, navigation, data.
    pub settled: Memo<Settled>,
    /// A settled site, an article, its text → the article as it is on that site.
    pub texts: Memo<Text>,
    /// What can be linked to, an article, its text → where its links lead.
    pub links: Memo<Linked>,
    /// Which page uses which terms → the same by term.
    pub uses: Memo<Uses>,
    /// A settled site, a theme → views that many pages share, and what their templates said.
    pub shares: Memo<(Arc<Shares>, Diagnostics)>,
    /// A text, the compiled rules of matching → words that may be linked to terms.
    pub terms: Memo<Arc<[Mention]>>,
    /// A text and what its links lead to → HTML with slots.
    pub bodies: Memo<Body>,
    /// Theme files and parameters → templates.
    pub themes: Memo<Theme>,
    /// All that a page's template receives → its bytes.
    pub pages: Memo<Rendered>,
    /// An article's text and address → its words and what hits show.
    pub found: Memo<crate::search::Found>,
}

impl Memos {
    /// For a process that prepares again and again: everything is kept while it is used.
    pub fn keeping() -> Self {
        Self::new(true)
    }

    /// For one build: each page is asked for once, so pages and bodies are not kept.
    pub fn once() -> Self {
        Self::new(false)
    }

    /// For one build after another one.
    pub fn after(earlier: Earlier) -> Self {
        Self {
            earlier,
            ..Self::once()
        }
    }

    fn new(keeps: bool) -> Self {
        Self {
            generation: AtomicU64::new(0),
            renewed: Mutex::new([0; 2]),
            earlier: Earlier::default(),
            parse: Memo::new(keeps),
            inline: Memo::new(true),
            settled: Memo::new(keeps),
            texts: Memo::new(keeps),
            links: Memo::new(keeps),
            uses: Memo::new(keeps),
            shares: Memo::new(keeps),
            terms: Memo::new(keeps),
            bodies: Memo::new(keeps),
            themes: Memo::new(keeps),
            pages: Memo::new(keeps),
            found: Memo::new(keeps),
        }
    }

    /// The present prepare's number.
    pub fn generation(&self) -> u64 {
        self.generation.load(Ordering::Relaxed)
    }

    /// A new prepare begins; what the last two did not use is forgotten. Pages age only when all of them were asked for.
    fn begin(&self) -> u64 {
        let now = self.generation.fetch_add(1, Ordering::Relaxed) + 1;
        let oldest = now.saturating_sub(2);
        self.parse.forget_before(oldest);
        self.settled.forget_before(oldest);
        self.texts.forget_before(oldest);
        self.uses.forget_before(oldest);
        self.shares.forget_before(oldest);
        self.themes.forget_before(oldest);
        now
    }

    /// Some pages of `prepared` have been rendered and the rest will not be: if more is kept than two whole sites have, what
    /// that prepare did not use is forgotten.
    pub fn shed(&self, prepared: &Prepared) {
        if self.pages.len() > 2 * prepared.plan.pages.len() + 1000 {
            self.pages.forget_before(prepared.generation);
            self.bodies.forget_before(prepared.generation);
        }
    }

    /// This prepare settles anew. What only settling asks for ages by that: a prepare that finds all settled asks for none
    /// of it.
    fn renew(&self, generation: u64) {
        let mut renewed = self.renewed.lock().unwrap_or_else(PoisonError::into_inner);
        let oldest = renewed[0];
        *renewed = [renewed[1], generation];
        self.inline.forget_before(oldest);
        self.links.forget_before(oldest);
        self.terms.forget_before(oldest);
    }

    /// All outputs of `prepared` have been made: what that and the prepare before it did not use is forgotten.
    pub fn rendered(&self, prepared: &Prepared) {
        let oldest = prepared.generation.saturating_sub(1);
        self.bodies.forget_before(oldest);
        self.pages.forget_before(oldest);
    }
}

/// Everything about the site, no page rendered yet.
pub struct Prepared {
    /// The snapshot it was made from.
    pub source: SourceTree,
    /// What it says.
    pub site: Site,
    /// Which pages exist.
    pub plan: Arc<Plan>,
    /// Templates and static files.
    pub theme: Arc<Theme>,
    /// The theme's words.
    pub strings: Arc<Strings>,
    /// How often terms are linked.
    pub rules: Arc<TermRules>,
    /// Where subjects stand in the navigation.
    pub places: Arc<Places>,
    /// Views that many pages share.
    pub shares: Arc<Shares>,
    /// All that is wrong, sorted, at its level.
    pub diagnostics: Diagnostics,
    options: Options,
    generation: u64,
}

/// Everything about the site. Pure: equal trees give equal results, whatever is in `memos`.
pub fn prepare(source: &SourceTree, options: &Options, memos: &Memos) -> Prepared {
    let generation = memos.begin();
    let mut told = source.problems().clone();

    let config = stages::config(source, options, &mut told);
    stages::dates(source, &config, &mut told);
    let parse_options = parse::article::ParseOptions {
        markdown: config.markdown,
    };
    let read = || {
        let mut told = Diagnostics::new();
        let files = read::read(source, &parse_options, memos, generation, &mut told);
        (files, told)
    };
    let dress = || dress::dress(&config, source, memos, generation);
    let ((files, said), (strings, theme, of_theme)) = both(read, dress);
    told.extend(said);

    let items = items::items(source, &files, &mut told);
    let given = settled::Given {
        source,
        config: &config,
        options,
        files: &files,
        items: &items,
    };
    let settled = settled::settled(given, memos, generation);
    told.extend(settled.told.iter().cloned());
    let texts = Texts::new(source, &settled, &items, memos, generation);
    let mut site = texts.site(&settled, &mut told);
    let data = settled.uses.iter().map(|(subject, f)| (subject.clone(), f));
    let uses: Vec<_> = texts.uses().chain(data).collect();
    site.used_on = terms::judge(&site, &settled.terms, &uses, memos, generation, &mut told);

    told.extend(of_theme);
    stages::look(
        source,
        &site,
        texts.templated(),
        &settled.plan,
        &theme,
        &mut told,
    );
    let owning = texts.owning().chain(&settled.owning);
    components::known(source, owning, &theme, &mut told);
    let named = settled.named.iter().map(|(p, here)| (p, here.as_ref()));
    check::check(&site, texts.naming(), named, &mut told);
    let mut prepared = Prepared {
        source: source.clone(),
        site,
        plan: Arc::clone(&settled.plan),
        theme,
        strings,
        rules: Arc::clone(&settled.terms.rules),
        places: Arc::clone(&settled.places),
        shares: Arc::default(),
        diagnostics: Diagnostics::new(),
        options: options.clone(),
        generation,
    };
    prepared.share(settled.print, memos, &mut told);
    stages::config_alone(&prepared.site, &mut told);
    prepared.diagnostics = prepared.level(told);
    prepared
}

/// Every output, in parallel, into the sink: assets before pages. Template mistakes come back as diagnostics.
pub fn build(prepared: &Prepared, memos: &Memos, sink: &dyn Sink) -> Result<Diagnostics, Error> {
    let told = write::write(prepared, memos, sink)?;
    memos.rendered(prepared);
    Ok(prepared.level(told))
}

/// As `build`, but every page is read and dropped: what is wrong with the pages themselves, beside what templates say.
pub fn check_output(prepared: &Prepared, memos: &Memos) -> Result<Diagnostics, Error> {
    let reading = produced::reading(prepared);
    let mut told = write::write(prepared, memos, &reading)?;
    memos.rendered(prepared);
    told.extend(produced::tell(prepared, reading.findings(), &told));
    told.extend(theme_use::of_site(prepared).told);
    Ok(prepared.level(told))
}

impl Prepared {
    /// One page: the same bytes, whoever asks and in whatever order; and what its template had to say.
    pub fn render(&self, page: &Page, memos: &Memos) -> Arc<Rendered> {
        crate::render::page::render(&self.press(memos), page, &memos.pages)
    }

    /// The files of the search, if the site has one: they name each other, so they are made together.
    pub fn search(&self, memos: &Memos) -> BTreeMap<OutputPath, OutputFile> {
        let sink = MemorySink::default();
        // Memory takes everything.
        let _ = write::search(self, memos, &sink);
        sink.into_files()
    }

    /// What templates said (`make`), equal sayings merged and levelled as `build` does.
    pub fn judge(&self, faults: Vec<Diagnostic>) -> Diagnostics {
        self.level(merge(faults))
    }

    /// The page of the site that a file makes: its own, or the one that it introduces.
    pub fn page_of(&self, file: FileId) -> Option<&Page> {
        let mut introductions = self.site.introductions.iter();
        let subject = introductions.find(|(_, a)| a.file == file).map(|(s, _)| s);
        self.plan.pages.iter().find(|page| {
            let is_its_own = subject.map_or(page.source == file, |s| page.subject == *s);
            is_its_own && page.format == Format::Html
        })
    }

    /// Puts levels to what was told, and in order.
    fn level(&self, mut told: Diagnostics) -> Diagnostics {
        let config = &self.site.config.levels;
        let flags: BTreeMap<&str, Option<Severity>> = self
            .options
            .levels
            .iter()
            .map(|(c, l)| (c.as_str(), *l))
            .collect();
        told.relevel(|d| {
            let adjustable = d.code.fixed == crate::diag::Fixed::No;
            let own = |code: &'static crate::diag::Code| {
                flags.get(code.name).or_else(|| config.get(code.name))
            };
            let asked = std::iter::successors(Some(d.code), |code| code.wider()).find_map(own);
            let asked = asked.filter(|_| adjustable);
            let level = asked.copied().unwrap_or(Some(d.severity))?;
            Some(if self.options.strict && level == Severity::Warning {
                Severity::Error
            } else {
                level
            })
        });
        told.sort_by_file(|f: FileId| f.0);
        told
    }
}
