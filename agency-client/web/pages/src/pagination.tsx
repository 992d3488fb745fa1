// SPDX-License-Identifier: Apache-2.0
// The Design System's pagination: the first, the last, and those around this one.

interface Props {
  page: number;
  pages: number;
  address: string; // of the first; the others' is followed by their number
}

function shown(page: number, pages: number): number[] {
  const near = [1, page - 1, page, page + 1, pages];
  return Array.from(new Set(near.filter((number) => number >= 1 && number <= pages)));
}

function Step({ className, rel, href, label }: { className: string; rel: string; href: string; label: string }) {
  return <div class={className}><a class="govuk-link govuk-pagination__link" rel={rel} href={href}>{label}</a></div>;
}

export function Pagination({ page, pages, address }: Props) {
  if (pages <= 1) return null;
  const numbers = shown(page, pages);
  return (
    <nav class="govuk-pagination" aria-label="Pages">
      {page > 1 && <Step className="govuk-pagination__prev" rel="prev" href={`${address}/${page - 1}`} label="Previous" />}
      <ul class="govuk-pagination__list">
        {numbers.flatMap((number, index) => [
          index > 0 && number > numbers[index - 1] + 1 && (
            <li key={`before-${number}`} class="govuk-pagination__item govuk-pagination__item--ellipsis">⋯</li>
          ),
          <li key={number} class={`govuk-pagination__item ${number === page ? "govuk-pagination__item--current" : ""}`}>
            <a class="govuk-link govuk-pagination__link" href={`${address}/${number}`} aria-label={`Page ${number}`}
              aria-current={number === page ? "page" : undefined}>{number}</a>
          </li>,
        ])}
      </ul>
      {page < pages && <Step className="govuk-pagination__next" rel="next" href={`${address}/${page + 1}`} label="Next" />}
    </nav>
  );
}
