// A chart of days: drawn by ECharts, as a table for whoever wants the numbers or hears the page, and as files.

import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';

import { formatDay, formatShortDay } from '../format';
import { dark } from '../ui/theme';
import { download, downloadText, toCsv, type Cell } from './csv';
import { init, palette, type ECharts, type EChartsCoreOption } from './engine';

export interface Line {
  name: string;
  color: 'created' | 'updated' | 'deleted' | 'accent';
  values: (number | null)[];
}

interface Properties {
  title: string;
  unit: string;
  type: 'bar' | 'line';
  days: string[];
  lines: Line[];
  format: (value: number) => string;
  /** Of the files that are saved. */
  file: string;
  /** The top of the axis, where several charts are to be compared. */
  top?: number;
}

interface Hovered {
  dataIndex: number;
  value: number | null;
  seriesName: string;
}

/** A day between gaps: a line has nothing to draw there, so that only a symbol shows it. */
const isLone = (values: (number | null)[], i: number): boolean => (values[i - 1] ?? null) === null && (values[i + 1] ?? null) === null;

const MANY_DAYS = 60; // more symbols than these hide the line

function option({ type, days, lines, unit, format, top }: Properties): EChartsCoreOption {
  const colors = palette();
  const crowded = days.length > MANY_DAYS;
  const tooltip = (hovered: Hovered[]) =>
    [
      formatDay(days[hovered[0]!.dataIndex]!),
      ...hovered.map((one) => `${one.seriesName}: ${one.value === null || one.value === undefined ? 'none' : `${format(one.value)} ${unit}`}`),
    ].join('\n');
  return {
    animation: false,
    grid: { left: 8, right: 8, top: lines.length > 1 ? 32 : 12, bottom: 8, containLabel: true },
    legend: { show: lines.length > 1, top: 0, left: 0, icon: 'roundRect', itemWidth: 12, itemHeight: 12, textStyle: { color: colors.muted } },
    // Drawn in the canvas: the page allows no style in markup.
    tooltip: {
      trigger: 'axis',
      renderMode: 'richText',
      confine: true,
      axisPointer: { type: type === 'bar' ? 'shadow' : 'line' },
      backgroundColor: colors.surface,
      borderColor: colors.line,
      textStyle: { color: colors.text, fontSize: 13, lineHeight: 20 },
      formatter: tooltip,
    },
    xAxis: {
      type: 'category',
      data: days,
      axisLabel: { color: colors.muted, hideOverlap: true, formatter: formatShortDay },
      axisLine: { lineStyle: { color: colors.line } },
      axisTick: { show: false },
    },
    yAxis: {
      type: 'value',
      max: top,
      axisLabel: { color: colors.muted, formatter: (value: number) => format(value).replace(/[.,]0$/, '') },
      splitLine: { lineStyle: { color: colors.line } },
    },
    series: lines.map((line) => ({
      name: line.name,
      type,
      stack: type === 'bar' && lines.length > 1 ? 'all' : undefined,
      data: line.values,
      itemStyle: { color: colors[line.color] },
      lineStyle: { width: 2 },
      barMaxWidth: 28,
      showAllSymbol: true,
      symbolSize: (_value: unknown, point: { dataIndex: number }) => (crowded && !isLone(line.values, point.dataIndex) ? 0 : 6),
      connectNulls: false,
    })),
  };
}

const cellsOf = ({ days, lines, unit }: Properties): Cell[][] => [
  ['date', ...lines.map((line) => `${line.name} (${unit})`)],
  ...days.map((day, i) => [day, ...lines.map((line) => line.values[i] ?? null)]),
];

function summaryOf({ title, days, lines, format, unit }: Properties): string {
  const totals = lines.map((line) => {
    const known = line.values.filter((value) => value !== null);
    return `${line.name}: ${known.length} days with work, at most ${format(Math.max(0, ...known))} ${unit}`;
  });
  return `${title}, ${formatDay(days[0]!)} to ${formatDay(days.at(-1)!)}. ${totals.join('; ')}. The table has every day.`;
}

function DayTable(properties: Properties) {
  const { days, lines, format, title, unit } = properties;
  const worked = days.map((day, i) => ({ day, i })).filter(({ i }) => lines.some((line) => line.values[i] !== null));
  return (
    <div class="table-box" tabIndex={0} role="region" aria-label={`${title}: table`}>
      <table>
        <thead>
          <tr>
            <th scope="col">Day (UTC)</th>
            {lines.map((line) => (
              <th scope="col" class="right" key={line.name}>
                {line.name} ({unit})
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {worked.map(({ day, i }) => (
            <tr key={day}>
              <th scope="row">{day}</th>
              {lines.map((line) => (
                <td class="right number" key={line.name}>
                  {line.values[i] === null ? '–' : format(line.values[i]!)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

export function DayChart(properties: Properties) {
  const { title, unit, lines, file } = properties;
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<ECharts | null>(null);
  const table = useSignal(false);
  const empty = !lines.some((line) => line.values.some((value) => value !== null));

  useEffect(() => {
    if (empty || table.value) return;
    const made = init(box.current!, null, { renderer: 'canvas' });
    chart.current = made;
    // It tells of the size at first, too, which is known.
    let known = true;
    const observer = new ResizeObserver(() => (known ? (known = false) : made.resize()));
    observer.observe(box.current!);
    return () => {
      observer.disconnect();
      made.dispose();
      chart.current = null;
    };
  }, [empty, table.value]);

  // What changes is drawn over what was there, without a flicker.
  useEffect(() => {
    chart.current?.setOption(option(properties), { replaceMerge: ['series'] });
  });
  dark.value; // drawn again in other colours

  const savePicture = () => {
    const address = chart.current!.getDataURL({ type: 'png', pixelRatio: 2, backgroundColor: palette().surface });
    download(`${file}.png`, address);
  };
  return (
    <figure class="card chart">
      <figcaption>
        <h3>{title}</h3>
        <span class="muted">{unit}</span>
        <span class="chart-tools">
          <button type="button" class="quiet" aria-pressed={table.value} disabled={empty} onClick={() => (table.value = !table.value)}>
            Table<span class="hidden"> of {title}</span>
          </button>
          <button type="button" class="quiet" disabled={empty} onClick={() => downloadText(`${file}.csv`, 'text/csv', toCsv(cellsOf(properties)))}>
            CSV<span class="hidden"> of {title}</span>
          </button>
          <button type="button" class="quiet" disabled={empty || table.value} onClick={savePicture}>
            PNG<span class="hidden"> of {title}</span>
          </button>
        </span>
      </figcaption>
      {empty && <p class="muted chart-empty">Nothing in this period.</p>}
      {!empty && table.value && <DayTable {...properties} />}
      {!empty && !table.value && <div ref={box} class="chart-box" role="img" aria-label={summaryOf(properties)} />}
    </figure>
  );
}
